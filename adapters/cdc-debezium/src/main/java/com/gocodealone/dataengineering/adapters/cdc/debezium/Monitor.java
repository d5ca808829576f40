package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * Samples how far a replication slot is behind, on a virtual thread with a connection of its own.
 * Where only others write, nothing would ever move the slot and the server would keep its log for
 * us; then this commits an empty message, whose end the stream acknowledges.
 */
final class Monitor implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final long NUDGE_BYTES = 1 << 20;
    private static final Duration NUDGE_PERIOD = Duration.ofSeconds(10);
    private static final int FIRST_VERSION_WITH_MESSAGES = 14;
    private static final String LAG =
            """
            SELECT pg_wal_lsn_diff(
                CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                    ELSE pg_current_wal_lsn() END, confirmed_flush_lsn)::bigint, active
            FROM pg_catalog.pg_replication_slots WHERE slot_name = ?
            """;
    private static final String NUDGE =
            "SELECT pg_logical_emit_message(true, 'data_engineering', '') WHERE NOT"
                    + " pg_is_in_recovery()";

    private final Database database;
    private final String slot;
    private final Thread thread;
    private volatile @Nullable Long lagBytes;
    private volatile @Nullable Instant servedAt;
    private long lastNudge = System.nanoTime() - NUDGE_PERIOD.toNanos();

    Monitor(Database database, String slot) {
        this.database = database;
        this.slot = slot;
        this.thread = Thread.ofVirtual().name("monitor-" + slot).start(this::run);
    }

    /** Null when it is not known. */
    @Nullable Long lagBytes() {
        return lagBytes;
    }

    /** When the server was last seen to serve the slot; null when it was not yet. */
    @Nullable Instant servedAt() {
        return servedAt;
    }

    private void run() {
        try {
            while (true) {
                sample();
                lagBytes = null;
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException closed) {
            lagBytes = null;
        }
    }

    /** Until the connection is lost. */
    private void sample() throws InterruptedException {
        try (Connection connection = database.open(Database.Purpose.MONITOR)) {
            boolean messages =
                    connection.getMetaData().getDatabaseMajorVersion()
                            >= FIRST_VERSION_WITH_MESSAGES;
            while (true) {
                Long lag = read(connection);
                lagBytes = lag;
                nudge(connection, messages && lag != null && lag > NUDGE_BYTES);
                Thread.sleep(PERIOD);
            }
        } catch (SQLException | Failure e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private @Nullable Long read(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LAG)) {
            query.setString(1, slot);
            try (ResultSet rows = query.executeQuery()) {
                boolean known = rows.next() && rows.getObject(1) != null;
                if (known && rows.getBoolean(2)) {
                    servedAt = Instant.now();
                }
                return known ? (Long) Math.max(0, rows.getLong(1)) : null;
            }
        }
    }

    private void nudge(Connection connection, boolean needed) throws SQLException {
        if (!needed || System.nanoTime() - lastNudge < NUDGE_PERIOD.toNanos()) {
            return;
        }
        lastNudge = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute(NUDGE);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PERIOD);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
