package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Writes to a database until it is stopped, one transaction after the other. */
final class Writer {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger written = new AtomicInteger();
    private final Thread thread;

    private Writer(TestServer server, IntFunction<String> sql) {
        this.thread = Thread.ofPlatform().start(() -> write(server, sql));
    }

    /** Returns once something was written. */
    static Writer start(TestServer server, String sql) {
        return start(server, number -> sql);
    }

    /** The SQL of a transaction by its number. */
    static Writer start(TestServer server, IntFunction<String> sql) {
        Writer writer = new Writer(server, sql);
        await().until(() -> writer.written.get() > 0);
        return writer;
    }

    private void write(TestServer server, IntFunction<String> sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            while (!stop.get()) {
                statement.execute(sql.apply(written.get()));
                written.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    int written() {
        return written.get();
    }

    void stop() throws InterruptedException {
        stop.set(true);
        thread.join();
    }
}
