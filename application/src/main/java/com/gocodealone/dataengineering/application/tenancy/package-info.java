/** A class for each step of tenancy, and what the steps share. */
@NullMarked
package com.gocodealone.dataengineering.application.tenancy;

import org.jspecify.annotations.NullMarked;
