package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import org.jspecify.annotations.Nullable;

/** How an event has the values of one column. Thread-safe. */
@FunctionalInterface
public interface Form {
    /** From what Debezium's record has. */
    @Nullable Object value(Object carried);
}
