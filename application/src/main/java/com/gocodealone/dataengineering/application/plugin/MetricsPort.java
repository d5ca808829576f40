package com.gocodealone.dataengineering.application.plugin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/**
 * Shows figures to whoever collects them. Found with {@link java.util.ServiceLoader}, and only when
 * a user asks for it: without that nothing of it is loaded.
 */
public interface MetricsPort {
    /**
     * Shows what {@code figures} says until the answer is closed.
     *
     * @param figures asked at every collection, by any thread
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID or UNAVAILABLE that says which
     *     way out does not work
     */
    AutoCloseable publish(Supplier<List<Figure>> figures, WaysOut waysOut);

    /**
     * Where figures go.
     *
     * @param prometheusPort where they can be fetched on the loopback interface as Prometheus text;
     *     0 takes any free port
     * @param otlpEndpoint the URL that they are sent to over HTTP in the OpenTelemetry protocol
     */
    record WaysOut(@Nullable Integer prometheusPort, @Nullable String otlpEndpoint) {
        public boolean isEmpty() {
            return prometheusPort == null && otlpEndpoint == null;
        }
    }
}
