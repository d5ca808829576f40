package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.Retention;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Watches, beside the stream, how the source is doing. What it tells never blocks. Thread-safe. */
public interface Monitor extends AutoCloseable {
    /** How much of the source's log is not acknowledged yet; null when it is not known. */
    @Nullable Long lagBytes();

    /** What the source keeps for the stream, as last known, also when it is gone; null before. */
    @Nullable Retention retention();

    /** When the source was last seen to serve the stream; null when it was not yet. */
    @Nullable Instant servedAt();

    @Override
    void close();
}
