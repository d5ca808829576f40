package com.gocodealone.dataengineering.adapters.metrics;

import com.gocodealone.dataengineering.application.plugin.Figure;
import com.gocodealone.dataengineering.domain.Failure;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Figures as Prometheus text at {@code /metrics}, for this machine only. Thread-safe. */
final class PrometheusPage implements AutoCloseable {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Board board;
    private final HttpServer server;

    private PrometheusPage(Supplier<List<Figure>> figures, HttpServer server) {
        this.board = new Board(figures, registry);
        this.server = server;
    }

    /**
     * Serves on {@code port} of the loopback interface.
     *
     * @throws Failure UNAVAILABLE when somebody else has the port
     */
    static PrometheusPage open(Supplier<List<Figure>> figures, int port) {
        try {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            PrometheusPage page = new PrometheusPage(figures, HttpServer.create(address, 0));
            page.server.createContext("/metrics", page::answer);
            page.server.setExecutor(task -> Thread.ofVirtual().name("metrics").start(task));
            page.server.start();
            return page;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "the metrics cannot be shown at port %d: %s".formatted(port, e.getMessage()),
                    e);
        }
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    int port() {
        return address().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            board.refresh();
            byte[] page = registry.scrape(CONTENT_TYPE).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        registry.close();
    }
}
