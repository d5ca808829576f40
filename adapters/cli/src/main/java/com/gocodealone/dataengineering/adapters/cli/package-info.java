/** The executable as a person runs it. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cli;

import org.jspecify.annotations.NullMarked;
