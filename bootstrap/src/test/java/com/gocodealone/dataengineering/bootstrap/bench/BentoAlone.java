package com.gocodealone.dataengineering.bootstrap.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The bento-cdc of provider bento, into a receiver that only counts. Used once. */
final class BentoAlone {
    static final Path PROGRAM = Reader.PLUGIN.resolve("providers/bento/bento-cdc");

    private static final int DONE = 204;

    private final int rows;
    private int counted;
    private final CountDownLatch all = new CountDownLatch(1);
    private volatile long firstAt;
    private volatile long lastAt;

    BentoAlone(int rows) {
        this.rows = rows;
    }

    Report.Rate measure(int databasePort) throws IOException, InterruptedException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.createContext("/", this::count);
            server.start();
            Process bento = start(databasePort, server.getAddress().getPort());
            try {
                if (!all.await(Reader.PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("Bento alone did not come to the end");
                }
                double cpu = Vitals.of(bento.toHandle()).cpuMicros();
                return new Report.Rate(rows * 1e9 / (lastAt - firstAt), cpu / rows);
            } finally {
                bento.destroyForcibly();
                server.stop(0);
            }
        }
    }

    private static Process start(int databasePort, int receiverPort) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        PROGRAM.toAbsolutePath().toString(), "-c", "src/bench/bento-alone.yaml");
        builder.environment().put("DATABASE_PORT", String.valueOf(databasePort));
        builder.environment().put("RECEIVER_PORT", String.valueOf(receiverPort));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private void count(HttpExchange exchange) throws IOException {
        try (exchange) {
            int lines = 0;
            for (byte one : exchange.getRequestBody().readAllBytes()) {
                lines += one == '\n' ? 1 : 0;
            }
            exchange.sendResponseHeaders(DONE, -1);
            count(lines + 1);
        }
    }

    private synchronized void count(int lines) {
        if (firstAt == 0) {
            firstAt = System.nanoTime();
        }
        counted += lines;
        if (counted >= rows && lastAt == 0) {
            lastAt = System.nanoTime();
            all.countDown();
        }
    }
}
