package com.gocodealone.dataengineering.adapters.metrics;

import com.gocodealone.dataengineering.application.plugin.Figure;
import com.gocodealone.dataengineering.application.plugin.MetricsPort;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Shows figures with Micrometer. Stateless. */
public final class MicrometerPort implements MetricsPort {
    private static final Logger LOG = LoggerFactory.getLogger(MicrometerPort.class);

    /** For the service loader. */
    public MicrometerPort() {}

    @Override
    public AutoCloseable publish(Supplier<List<Figure>> figures, WaysOut waysOut) {
        Open open = new Open(new ArrayDeque<>());
        try {
            Integer port = waysOut.prometheusPort();
            if (port != null) {
                PrometheusPage page = PrometheusPage.open(figures, port);
                open.parts().push(page);
                LOG.info("metrics are at http://127.0.0.1:{}/metrics", page.port());
            }
            String endpoint = waysOut.otlpEndpoint();
            if (endpoint != null) {
                open.parts().push(OtlpSender.open(figures, endpoint));
            }
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private record Open(Deque<AutoCloseable> parts) implements AutoCloseable {
        @Override
        public void close() {
            for (AutoCloseable part : parts) {
                try {
                    part.close();
                } catch (Exception e) {
                    LOG.warn("metrics did not end cleanly: {}", e.toString());
                }
            }
        }
    }
}
