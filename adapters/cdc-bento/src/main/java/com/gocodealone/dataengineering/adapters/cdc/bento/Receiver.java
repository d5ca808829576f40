package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where Bento brings what it read: a server that only this machine reaches, with a path that only
 * this Bento knows. Thread-safe.
 */
final class Receiver implements AutoCloseable {
    static final String NUMBER = "X-Sequence";
    private static final int DONE = 204;
    static final int REFUSED = 503;
    private static final int WRONG = 400;

    private final HttpServer server;
    private final ExecutorService threads;
    private final String path = "/" + Words.random();
    private final Intake intake;

    private Receiver(HttpServer server, String name, Intake intake) {
        this.server = server;
        this.intake = intake;
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("bento-" + name + "-", 0).factory());
        server.createContext(path, this::handle);
        server.setExecutor(threads);
    }

    static Receiver start(String name, Intake intake) {
        try {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            Receiver receiver = new Receiver(HttpServer.create(anyPort, 0), name, intake);
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new Failure(Failure.Kind.UNAVAILABLE, "no port of this machine is free: " + e, e);
        }
    }

    /** Where Bento posts to. */
    String url() {
        InetSocketAddress address = server.getAddress();
        return "http://%s:%d%s"
                .formatted(address.getAddress().getHostAddress(), address.getPort(), path);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(answer(exchange), -1);
        }
    }

    private int answer(HttpExchange exchange) {
        long number;
        try {
            number = Long.parseLong(exchange.getRequestHeaders().getFirst(NUMBER));
        } catch (NumberFormatException e) {
            return WRONG;
        }
        try {
            return intake.accept(number, exchange.getRequestBody()) ? DONE : REFUSED;
        } catch (InterruptedException closing) {
            return REFUSED;
        } catch (IOException | RuntimeException e) {
            intake.fail(
                    new Failure(
                            Failure.Kind.UNAVAILABLE,
                            "what Bento sent cannot be read: " + e.getMessage(),
                            e));
            return WRONG;
        }
    }

    /** The intake is closed by then, so nothing waits any more. */
    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
