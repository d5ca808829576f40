/** Tenants: their names, where each one's rows live, and the ways of keeping them apart. */
@NullMarked
package com.gocodealone.dataengineering.domain.tenancy;

import org.jspecify.annotations.NullMarked;
