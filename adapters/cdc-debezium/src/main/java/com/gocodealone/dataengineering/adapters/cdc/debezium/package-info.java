/** Reads databases' changes with an embedded Debezium. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.debezium;

import org.jspecify.annotations.NullMarked;
