/** The rules that every provider of change data capture keeps, as tests. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.tck;

import org.jspecify.annotations.NullMarked;
