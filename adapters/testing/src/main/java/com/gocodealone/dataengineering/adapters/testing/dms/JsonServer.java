package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one service in AWS's JSON protocol. Thread-safe. */
final class JsonServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String service;
    private final Handler handler;

    /** Answers one operation, or refuses it with a {@link Fault}. */
    interface Handler {
        JsonNode answer(String operation, JsonNode parameters) throws InterruptedException;
    }

    private JsonServer(String service, Handler handler) throws IOException {
        this.service = service;
        this.handler = handler;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * @param service that requests have to be signed for
     */
    static JsonServer start(String service, Handler handler) {
        try {
            return new JsonServer(service, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode answer;
            int status = 200;
            try {
                answer =
                        handler.answer(
                                operation(exchange),
                                AwsJson.MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
            } catch (Fault fault) {
                status = 400;
                answer =
                        AwsJson.object()
                                .put("__type", fault.code())
                                .put("message", fault.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            byte[] bytes = AwsJson.MAPPER.writeValueAsBytes(answer);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String operation(HttpExchange exchange) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (target == null || target.indexOf('.') < 0) {
            throw new Fault("UnknownOperationException", "no target");
        }
        if (authorization == null || !authorization.contains("/" + service + "/aws4_request")) {
            throw new Fault("MissingAuthenticationTokenException", "not signed for " + service);
        }
        return target.substring(target.indexOf('.') + 1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
