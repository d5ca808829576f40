package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import org.jspecify.annotations.Nullable;

/** Closes what may already be gone. */
public final class Quietly {
    private Quietly() {}

    /** Nothing happens when it is null or gone. */
    public static void close(@Nullable AutoCloseable closeable) {
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
