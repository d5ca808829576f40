/** The rules for ways of keeping tenants apart. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.tck.tenancy;

import org.jspecify.annotations.NullMarked;
