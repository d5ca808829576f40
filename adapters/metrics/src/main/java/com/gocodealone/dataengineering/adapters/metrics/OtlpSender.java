package com.gocodealone.dataengineering.adapters.metrics;

import com.gocodealone.dataengineering.application.plugin.Figure;
import com.gocodealone.dataengineering.domain.Failure;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Sends figures in the OpenTelemetry protocol, and once more when it is closed. Thread-safe. */
final class OtlpSender implements AutoCloseable {
    private static final Pattern HTTP_URL = Pattern.compile("https?://[^\\s/?#]+\\S*");
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final OtlpMeterRegistry registry;

    private OtlpSender(OtlpMeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Begins to send.
     *
     * @param endpoint with its path, such as {@code http://127.0.0.1:4318/v1/metrics}
     * @throws Failure INVALID when that is no HTTP URL
     */
    static OtlpSender open(Supplier<List<Figure>> figures, String endpoint) {
        OtlpMeterRegistry registry =
                new OtlpMeterRegistry(new Settings(checked(endpoint)), Clock.SYSTEM);
        new Board(figures, registry).refresh();
        return new OtlpSender(registry);
    }

    private static String checked(String endpoint) {
        boolean isUrl = HTTP_URL.matcher(endpoint).matches();
        if (!isUrl) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "metrics cannot be sent to \"%s\": it has to be a URL such as http://127.0.0.1:4318/v1/metrics"
                            .formatted(endpoint));
        }
        return endpoint;
    }

    @Override
    public void close() {
        registry.close();
    }

    private record Settings(String url) implements OtlpConfig {
        @Override
        public Duration step() {
            return PERIOD;
        }

        @Override
        public Map<String, String> resourceAttributes() {
            return Map.of("service.name", "workflow-plugin-data-engineering");
        }

        /** Everything is said above, and the rest is as Micrometer has it. */
        @Override
        public @Nullable String get(String key) {
            return null;
        }
    }
}
