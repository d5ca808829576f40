/** Puts the plugin together and finds what is dropped in. */
@NullMarked
package com.gocodealone.dataengineering.bootstrap;

import org.jspecify.annotations.NullMarked;
