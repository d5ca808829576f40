package com.gocodealone.dataengineering.bootstrap.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server that remembers what it was asked, and can be out of order. Thread-safe. */
final class RecordingServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int OUT_OF_ORDER = 503;

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    /** What it was asked, and answered with 200. */
    record Request(String line, String body, String idempotencyKey, String authorization) {}

    private RecordingServer(HttpServer server) {
        this.server = server;
    }

    static RecordingServer start() {
        try {
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            RecordingServer recording = new RecordingServer(HttpServer.create(free, 0));
            recording.server.createContext("/", recording::answer);
            recording.server.start();
            return recording;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Refuses the next {@code times} requests. */
    void refuse(int times) {
        refusals.set(times);
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (!refused) {
                requests.add(
                        new Request(
                                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                                body,
                                header(exchange, "Idempotency-Key"),
                                header(exchange, "Authorization")));
            }
            exchange.sendResponseHeaders(refused ? OUT_OF_ORDER : OK, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
