/**
 * Tenants in PostgreSQL. The strategies decide with values; {@code Transactions} runs them, and the
 * other classes are one piece of the work each.
 */
@NullMarked
package com.gocodealone.dataengineering.adapters.tenancy;

import org.jspecify.annotations.NullMarked;
