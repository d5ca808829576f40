package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Writes to a database until it is stopped, one transaction after the other. */
public final class Writer {
    private static final String ROLLED_BACK = "40";

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger written = new AtomicInteger();
    private final Thread thread;

    private Writer(TestDatabase server, IntFunction<String> sql) {
        this.thread = Thread.ofPlatform().start(() -> write(server, sql));
    }

    /** Returns once something was written. */
    public static Writer start(TestDatabase server, String sql) {
        return start(server, number -> sql);
    }

    /** The SQL of a transaction by its number. */
    public static Writer start(TestDatabase server, IntFunction<String> sql) {
        Writer writer = new Writer(server, sql);
        await().atMost(TestSource.PATIENCE).until(() -> writer.written.get() > 0);
        return writer;
    }

    private void write(TestDatabase server, IntFunction<String> sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            while (!stop.get()) {
                if (committed(statement, sql.apply(written.get()))) {
                    written.incrementAndGet();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A deadlock with another writer undoes a transaction. */
    private static boolean committed(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(ROLLED_BACK)) {
                return false;
            }
            throw e;
        }
    }

    public int written() {
        return written.get();
    }

    public void stop() throws InterruptedException {
        stop.set(true);
        thread.join();
    }
}
