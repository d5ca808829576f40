package com.gocodealone.dataengineering.application.cdc.delivery;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/** How often a trigger's workflow succeeded with an event and how often it failed. Thread-safe. */
public final class DeliveryCounts {
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failedRuns = new AtomicLong();
    private volatile @Nullable String error;

    /** A run with {@code events} has succeeded. */
    void delivered(long events) {
        delivered.addAndGet(events);
        error = null;
    }

    /** A run has failed. */
    void failed(String reason) {
        failedRuns.incrementAndGet();
        error = reason;
    }

    /** Events with which the workflow succeeded, repeats included. */
    public long delivered() {
        return delivered.get();
    }

    public long failedRuns() {
        return failedRuns.get();
    }

    /** What the last run failed with; null when it did not. */
    public @Nullable String error() {
        return error;
    }
}
