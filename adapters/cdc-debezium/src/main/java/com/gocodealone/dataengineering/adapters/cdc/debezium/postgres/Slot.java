package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** A source's replication slot, while Debezium does not use it. Confined to a thread. */
final class Slot {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration STEP = Duration.ofMillis(50);

    /** Connections of this source's streams: while this looks, none of them is in use. */
    private static final String OWN_READERS =
            " FROM pg_catalog.pg_stat_activity WHERE application_name = ?";

    private final Connection connection;
    private final Database database;
    private final String name;

    Slot(Connection connection, Database database, String name) {
        this.connection = connection;
        this.database = database;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** As it is now; null when there is none. */
    @Nullable SlotState state() throws SQLException {
        return SlotState.read(connection, name);
    }

    /**
     * The slot, once nobody reads from it; null when there is none. The server needs a moment to
     * notice that a reader is gone, and may still do what that one asked for last. This source's
     * own, which nobody ended, are ended here.
     *
     * @throws Failure CONFLICT when another reads from it, UNAVAILABLE when our own reader stays
     */
    @Nullable SlotState idle() throws SQLException, InterruptedException {
        SlotState state = waitForReaders();
        if (hasOwnReader()) {
            endOwnReaders();
            state = waitForReaders();
        }
        if (state != null && state.isActive()) {
            boolean isOwn = database.streamName().equals(state.application());
            throw isOwn ? stays(state) : taken(state);
        }
        return state;
    }

    private @Nullable SlotState waitForReaders() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        SlotState state = state();
        while (isRead(state) && System.nanoTime() < deadline) {
            Thread.sleep(STEP);
            state = state();
        }
        return state;
    }

    private boolean isRead(@Nullable SlotState state) throws SQLException {
        return (state != null && state.isActive()) || hasOwnReader();
    }

    private boolean hasOwnReader() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1" + OWN_READERS)) {
            query.setString(1, database.streamName());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private void endOwnReaders() throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement("SELECT pg_terminate_backend(pid)" + OWN_READERS)) {
            call.setString(1, database.streamName());
            call.execute();
        } catch (SQLException e) {
            if (!Publication.NOT_ALLOWED.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private Failure taken(SlotState state) {
        return new Failure(
                Failure.Kind.CONFLICT,
                "replication slot %s is in use by process %d of the server (%s)"
                        .formatted(name, state.pid(), state.reader()));
    }

    private Failure stays(SlotState state) {
        return Refusals.unavailable(
                ("process %d of the server still sends to an earlier connection of this source,"
                     + " which is gone; the server notices that after wal_sender_timeout")
                        .formatted(state.pid()),
                null);
    }

    /** Nothing happens when there is none. */
    void drop() throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement(
                        "SELECT pg_drop_replication_slot(slot_name) FROM"
                                + " pg_catalog.pg_replication_slots WHERE slot_name = ?")) {
            call.setString(1, name);
            call.execute();
        }
    }

    /** Where it begins. */
    long create(boolean failover) throws SQLException {
        return position(
                failover
                        ? "SELECT lsn::text FROM pg_create_logical_replication_slot(?, 'pgoutput',"
                                + " false, false, true)"
                        : "SELECT lsn::text FROM pg_create_logical_replication_slot(?,"
                                + " 'pgoutput')");
    }

    /** Skips everything up to now; where it stands then. */
    long advance() throws SQLException {
        return position(
                "SELECT end_lsn::text FROM pg_replication_slot_advance(?, CASE WHEN"
                    + " pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn()"
                    + " END)");
    }

    /** The server takes its time: it waits for transactions, or reads all its log. */
    private long position(String sql) throws SQLException {
        Connections.waitForever(connection);
        try (PreparedStatement call = connection.prepareStatement(sql)) {
            call.setString(1, name);
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return Lsn.parse(row.getString(1));
            }
        }
    }
}
