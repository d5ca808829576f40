/** The plugin as such: its types, its handles, and the ports to the engine and to the disk. */
@NullMarked
package com.gocodealone.dataengineering.application.plugin;

import org.jspecify.annotations.NullMarked;
