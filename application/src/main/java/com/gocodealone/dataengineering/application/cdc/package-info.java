/** Change data capture: the sources, the delivery guarantee, a class for each type. */
@NullMarked
package com.gocodealone.dataengineering.application.cdc;

import org.jspecify.annotations.NullMarked;
