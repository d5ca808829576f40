/** Asks the finished plugin everything that nobody should ask, and looks at what is left of it. */
@NullMarked
package com.gocodealone.dataengineering.bootstrap.fuzz;

import org.jspecify.annotations.NullMarked;
