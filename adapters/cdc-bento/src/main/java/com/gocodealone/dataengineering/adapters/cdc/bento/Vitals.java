package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * What Bento says of a stream, asked once a second on a virtual thread. What it does not say is
 * null. Thread-safe.
 */
final class Vitals implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final RestApi api;
    private final String stream;
    private final Thread thread;
    private volatile Sample sample = Sample.NOTHING;
    private volatile boolean ended;

    /** What was said at one time. */
    record Sample(
            @Nullable Long lagBytes,
            @Nullable Long retainedBytes,
            @Nullable Long safeBytes,
            @Nullable Long heardAtMillis) {
        static final Sample NOTHING = new Sample(null, null, null, null);

        static Sample of(JsonNode metrics) {
            return new Sample(
                    gauge(metrics, "replication_lag_bytes"),
                    gauge(metrics, "replication_retained_bytes"),
                    gauge(metrics, "replication_safe_bytes"),
                    gauge(metrics, "replication_heard_at_ms"));
        }

        /** An input that does not know says -1, and 0 before it has looked. */
        private static @Nullable Long gauge(JsonNode metrics, String name) {
            for (var metric : metrics.properties()) {
                if (metric.getKey().startsWith(name + "{")) {
                    long value = metric.getValue().asLong(-1);
                    return value < 0 ? null : (Long) value;
                }
            }
            return null;
        }

        @Nullable Instant heardAt() {
            return heardAtMillis == null || heardAtMillis == 0
                    ? null
                    : Instant.ofEpochMilli(heardAtMillis);
        }
    }

    private Vitals(RestApi api, String stream) {
        this.api = api;
        this.stream = stream;
        this.thread = Thread.ofVirtual().name("bento-vitals-" + stream).unstarted(this::run);
    }

    static Vitals watch(RestApi api, String stream) {
        Vitals vitals = new Vitals(api, stream);
        vitals.thread.start();
        return vitals;
    }

    Sample sample() {
        return sample;
    }

    /** Whether the input has nothing more to give. */
    boolean ended() {
        return ended;
    }

    private void run() {
        try {
            while (!ended) {
                look();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void look() throws InterruptedException {
        try {
            sample = Sample.of(api.metrics(stream));
            ended = !api.isActive(stream);
        } catch (IOException e) {
            sample = Sample.NOTHING;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
