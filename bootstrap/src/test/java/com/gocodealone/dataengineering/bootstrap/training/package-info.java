/** Runs the built plugin once, so that the JVM can note what starting it and using it takes. */
@NullMarked
package com.gocodealone.dataengineering.bootstrap.training;

import org.jspecify.annotations.NullMarked;
