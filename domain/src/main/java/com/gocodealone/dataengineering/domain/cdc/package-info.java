/** Change data capture: the interface that a provider implements and the values that cross it. */
@NullMarked
package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.NullMarked;
