/** Change data capture as users see it: a class for each type, and what they report. */
@NullMarked
package com.gocodealone.dataengineering.application.cdc;

import org.jspecify.annotations.NullMarked;
