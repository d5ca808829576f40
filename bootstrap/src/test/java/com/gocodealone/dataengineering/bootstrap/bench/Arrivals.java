package com.gocodealone.dataengineering.bootstrap.bench;

import com.google.protobuf.Struct;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Counts and times what arrives at the callback. Thread-safe. */
final class Arrivals {
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private CountDownLatch done = new CountDownLatch(0);
    private long[] latencies = new long[0];
    private int warmUp;
    private int expected;
    private int count;
    private long first;
    private long last;

    synchronized void expect(int events) {
        expectLatencies(0, 0);
        expected = events;
    }

    synchronized void expectLatencies(int ignored, int counted) {
        warmUp = ignored;
        expected = ignored + counted;
        latencies = new long[counted];
        count = 0;
        first = 0;
        done = new CountDownLatch(1);
    }

    /** The workflow of the benchmark: it always succeeds. */
    synchronized String take(Struct data) {
        last = System.nanoTime();
        first = first == 0 ? last : first;
        if (latencies.length > 0 && count >= warmUp && count < expected) {
            String committed = data.getFieldsOrThrow("committed_at").getStringValue();
            latencies[count - warmUp] =
                    Duration.between(Instant.parse(committed), Instant.now()).toNanos();
        }
        if (++count == expected) {
            done.countDown();
        }
        return "";
    }

    double awaitRate() throws InterruptedException {
        latch().await();
        synchronized (this) {
            return count * NANOS / (last - first);
        }
    }

    Map<String, String> awaitLatencies(double seconds) throws InterruptedException {
        latch().await();
        synchronized (this) {
            Arrays.sort(latencies);
            return Map.of(
                    "commit to callback, %,.0f commits/s".formatted(expected / seconds),
                    "p50 %.1f ms, p99 %.1f ms".formatted(at(50), at(99)));
        }
    }

    private synchronized CountDownLatch latch() {
        return done;
    }

    private double at(int percent) {
        return latencies[latencies.length * percent / 100] / NANOS_PER_MILLI;
    }
}
