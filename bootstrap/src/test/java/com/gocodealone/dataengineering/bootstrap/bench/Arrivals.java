package com.gocodealone.dataengineering.bootstrap.bench;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts and times what arrives at the callback; its workflow always succeeds. Thread-safe. */
final class Arrivals {
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final int expected;
    private final long[] latencies;
    private final CountDownLatch done = new CountDownLatch(1);
    private int count;
    private long first;
    private long last;

    /** Of {@code expected} events, the last {@code timed} have their latency taken. */
    Arrivals(int expected, int timed) {
        this.expected = expected;
        this.latencies = new long[timed];
    }

    synchronized String take(String workflow, String action, Struct data) {
        last = System.nanoTime();
        first = first == 0 ? last : first;
        List<Value> batch = events(data);
        if (batch.isEmpty()) {
            count(data);
        } else {
            batch.forEach(event -> count(event.getStructValue()));
        }
        return "";
    }

    /** The events of a batch; none when it is a single one. */
    static List<Value> events(Struct data) {
        return data.getFieldsOrDefault("events", Value.getDefaultInstance())
                .getListValue()
                .getValuesList();
    }

    private void count(Struct event) {
        int place = count - (expected - latencies.length);
        if (place >= 0 && place < latencies.length) {
            String committed = event.getFieldsOrThrow("committed_at").getStringValue();
            latencies[place] = Duration.between(Instant.parse(committed), Instant.now()).toNanos();
        }
        if (++count == expected) {
            done.countDown();
        }
    }

    void await() throws InterruptedException {
        if (!done.await(Reader.PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(
                    "only %d of %d events came".formatted(count(), expected));
        }
    }

    synchronized int count() {
        return count;
    }

    synchronized double perSecond() {
        return count * NANOS / (last - first);
    }

    synchronized double latencyMillis(int percent) {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * percent / 100] / NANOS_PER_MILLI;
    }
}
