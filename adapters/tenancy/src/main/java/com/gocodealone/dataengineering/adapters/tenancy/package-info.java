/**
 * Tenants in PostgreSQL, MySQL and MariaDB. The strategies decide with values; {@code Database}
 * runs them, a {@code Dialect} says what each server wants said in its own way, and the other
 * classes are one piece of the work each.
 */
@NullMarked
package com.gocodealone.dataengineering.adapters.tenancy;

import org.jspecify.annotations.NullMarked;
