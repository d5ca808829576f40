/** The plugin under the real workflow engine, a Go program that the build makes itself. */
@NullMarked
package com.gocodealone.dataengineering.bootstrap.engine;

import org.jspecify.annotations.NullMarked;
