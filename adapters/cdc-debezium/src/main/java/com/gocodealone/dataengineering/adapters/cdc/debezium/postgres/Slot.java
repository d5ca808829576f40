package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** A source's replication slot, before Debezium uses it. Used once, by one thread. */
final class Slot {
    /** The slot that this source made, or was about to make. */
    private static final String OWN = "debezium.slot";

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final String QUERY =
            """
            SELECT s.plugin, s.database, s.database = current_database(), s.active_pid,
                a.application_name, s.confirmed_flush_lsn::text, s.wal_status
            FROM pg_catalog.pg_replication_slots s
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = s.active_pid
            WHERE s.slot_name = ?
            """;

    private final Connection connection;
    private final String name;
    private final Offsets offsets;
    private final Server server;

    Slot(Connection connection, String name, Offsets offsets, Server server) {
        this.connection = connection;
        this.name = name;
        this.offsets = offsets;
        this.server = server;
    }

    private record State(
            @Nullable String plugin,
            @Nullable String database,
            boolean here,
            long pid,
            @Nullable String application,
            @Nullable String confirmed,
            @Nullable String walStatus) {}

    /**
     * Whether there is an acknowledged position to go on from.
     *
     * @throws Failure GAP when there is, and changes after it are lost
     */
    boolean checkResume() throws SQLException, InterruptedException {
        Resume resume = Resume.of(offsets);
        if (resume == null) {
            return false;
        }
        State state = idle();
        if (state == null) {
            throw gap(resume, "replication slot %s is gone".formatted(name));
        }
        if ("lost".equals(state.walStatus())) {
            throw gap(
                    resume,
                    ("the server has removed log that replication slot %s needed (see"
                                    + " max_slot_wal_keep_size)")
                            .formatted(name));
        }
        String confirmed = state.confirmed();
        if (confirmed != null && Lsn.parse(confirmed) > resume.reached()) {
            throw gap(
                    resume,
                    "replication slot %s was moved on to %s by another".formatted(name, confirmed));
        }
        return true;
    }

    private static Failure gap(Resume resume, String what) {
        return new Failure(
                Failure.Kind.GAP,
                ("%s: changes since %s are lost. Give the source another source_id to begin again"
                                + " with a snapshot")
                        .formatted(what, Lsn.text(resume.reached())));
    }

    /**
     * Sees to it that the source can begin. For a snapshot there must be no slot: only the making
     * of one tells Debezium which rows belong to the snapshot and which to the stream.
     */
    void prepare(boolean snapshot) throws SQLException, InterruptedException {
        State state = idle();
        if (state != null && name.equals(offsets.note(OWN))) {
            drop(); // from a beginning that was interrupted
            state = null;
        }
        offsets.forget();
        if (state != null && snapshot) {
            throw Refusals.invalid(
                    ("slot_name: replication slot %1$s exists and is not of this source's making,"
                                    + " so no exact snapshot can be taken. Drop it (SELECT"
                                    + " pg_drop_replication_slot('%1$s')), name another, or set"
                                    + " snapshot_mode to never to read the changes that it keeps")
                            .formatted(name),
                    null);
        }
        if (state != null && state.confirmed() != null) {
            beginAt(Lsn.parse(state.confirmed()));
            return;
        }
        checkRoom();
        offsets.note(OWN, name);
        if (!snapshot) {
            beginAt(create());
        }
    }

    private void beginAt(long lsn) {
        offsets.beginAt("{\"lsn\":%d}".formatted(lsn));
    }

    private void drop() throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            call.setString(1, name);
            call.execute();
        }
    }

    private long create() throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement(
                        "SELECT lsn::text FROM pg_create_logical_replication_slot(?,"
                                + " 'pgoutput')")) {
            call.setString(1, name);
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return Lsn.parse(row.getString(1));
            }
        }
    }

    private void checkRoom() throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT count(*), string_agg(slot_name, ', ') FILTER (WHERE NOT"
                                    + " active), (SELECT count(*) FROM pg_stat_get_wal_senders())"
                                    + " FROM pg_catalog.pg_replication_slots");
                ResultSet row = query.executeQuery()) {
            row.next();
            if (row.getInt(1) >= server.maxSlots()) {
                String unused = row.getString(2);
                throw Refusals.invalid(
                        ("all %d replication slots are taken: raise max_replication_slots and"
                                        + " restart the server, or drop a slot that nobody needs"
                                        + " (not in use: %s)")
                                .formatted(server.maxSlots(), unused == null ? "none" : unused),
                        null);
            }
            if (row.getInt(3) >= server.maxSenders()) {
                throw Refusals.unavailable(
                        ("all %d replication connections are in use: raise max_wal_senders and"
                                        + " restart the server")
                                .formatted(server.maxSenders()),
                        null);
            }
        }
    }

    /**
     * The slot, once nobody reads from it: the server needs a moment to notice that a reader is
     * gone. Null when there is none.
     */
    private @Nullable State idle() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        State state = read();
        while (state != null && state.pid() != 0 && System.nanoTime() < deadline) {
            Thread.sleep(STEP);
            state = read();
        }
        if (state != null) {
            checkUsable(state);
        }
        return state;
    }

    private void checkUsable(State state) {
        if (!"pgoutput".equals(state.plugin())) {
            throw Refusals.invalid(
                    "slot_name: replication slot %s is for plugin %s, and this needs pgoutput"
                            .formatted(name, state.plugin() == null ? "none" : state.plugin()),
                    null);
        }
        if (!state.here()) {
            throw Refusals.invalid(
                    "slot_name: replication slot %s belongs to database %s"
                            .formatted(name, state.database()),
                    null);
        }
        if (state.pid() != 0) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "replication slot %s is in use by process %d of the server (%s)"
                            .formatted(name, state.pid(), application(state)));
        }
    }

    private static String application(State state) {
        String application = state.application();
        return application == null || application.isEmpty()
                ? "its name is hidden from this role"
                : application;
    }

    private @Nullable State read() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                return new State(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7));
            }
        }
    }
}
