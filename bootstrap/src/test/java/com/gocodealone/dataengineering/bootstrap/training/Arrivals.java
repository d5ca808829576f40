package com.gocodealone.dataengineering.bootstrap.training;

import com.gocodealone.dataengineering.bootstrap.host.Workflows;
import com.google.protobuf.Struct;

import java.util.concurrent.TimeUnit;

/** Counts the events that arrive; every workflow succeeds. Thread-safe. */
final class Arrivals implements Workflows {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private long count;

    @Override
    public synchronized String run(String workflow, String action, Struct data) {
        count +=
                data.containsFields("events")
                        ? data.getFieldsOrThrow("events").getListValue().getValuesCount()
                        : 1;
        notifyAll();
        return "";
    }

    synchronized void await(long expected) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (count < expected) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException("%d of %d events came".formatted(count, expected));
            }
            wait(left);
        }
    }
}
