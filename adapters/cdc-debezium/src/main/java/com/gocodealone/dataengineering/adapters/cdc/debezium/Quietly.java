package com.gocodealone.dataengineering.adapters.cdc.debezium;

import org.jspecify.annotations.Nullable;

/** Closes what may already be gone. */
final class Quietly {
    private Quietly() {}

    static void close(@Nullable AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception e) {
            // It is gone, which is what was wanted.
        }
    }
}
