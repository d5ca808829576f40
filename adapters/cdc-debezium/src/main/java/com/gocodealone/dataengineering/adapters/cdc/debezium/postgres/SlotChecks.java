package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a source can use its replication slot. Confined to a thread. */
final class SlotChecks {
    private static final String SUBJECT = "replication slot";

    private final Target target;
    private final Server server;
    private final Findings findings;

    SlotChecks(Target target, Server server, Findings findings) {
        this.target = target;
        this.server = server;
        this.findings = findings;
    }

    /**
     * @param state of the slot; null when there is none
     * @param own the slot that this source made; null when it made none
     * @param rows whether a snapshot is to be taken
     */
    void check(@Nullable SlotState state, @Nullable String own, boolean rows) {
        if (target.options().failover() && server.version() < Server.PG_17) {
            findings.error(
                    "failover",
                    "options: failover needs PostgreSQL 17, and the server is PostgreSQL %d"
                            .formatted(server.major()),
                    null);
        }
        if (state == null) {
            findings.ok(SUBJECT, "%s does not exist and will be made".formatted(target.slot()));
        } else if (isUsable(state) && rows && !target.slot().equals(own)) {
            findings.error(
                    SUBJECT,
                    ("slot_name: replication slot %s exists and is not of this source's making, so"
                         + " no exact snapshot can be taken. Name another, set snapshot_mode to"
                         + " never to read the changes that it keeps, or drop it")
                            .formatted(target.slot()),
                    "SELECT pg_drop_replication_slot('%s');".formatted(target.slot()));
        }
    }

    private boolean isUsable(SlotState state) {
        String name = target.slot();
        if (!"pgoutput".equals(state.plugin())) {
            String plugin = state.plugin() == null ? "none" : state.plugin();
            findings.error(
                    SUBJECT,
                    "slot_name: replication slot %s is for plugin %s, and this needs pgoutput"
                            .formatted(name, plugin),
                    null);
            return false;
        }
        if (!state.here()) {
            findings.error(
                    SUBJECT,
                    "slot_name: replication slot %s belongs to database %s"
                            .formatted(name, state.database()),
                    null);
            return false;
        }
        if (state.synced() && server.standby()) {
            findings.obstacle(
                    SUBJECT,
                    ("replication slot %s is kept here for a failover, and can be read once this"
                                    + " standby is the primary: connect to the primary")
                            .formatted(name),
                    null);
            return false;
        }
        findings.ok(
                SUBJECT,
                "%s exists and is %s"
                        .formatted(
                                name,
                                state.isActive() ? "read by " + state.reader() : "not in use"));
        return true;
    }

    /** Whether there is room for one more slot and one more stream. */
    void checkRoom(Connection connection, boolean slotNeeded, boolean senderNeeded)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*), string_agg(slot_name, ', ') FILTER (WHERE NOT"
                                    + " active), (SELECT count(*) FROM pg_stat_get_wal_senders())"
                                    + " FROM pg_catalog.pg_replication_slots")) {
            row.next();
            checkSlots(row.getInt(1), row.getString(2), slotNeeded);
            checkSenders(row.getInt(3), senderNeeded);
        }
    }

    private void checkSlots(int taken, @Nullable String unused, boolean needed) {
        if (needed && taken >= server.maxSlots()) {
            findings.error(
                    "max_replication_slots",
                    ("all %d replication slots are taken: drop one that nobody needs (not in use:"
                                    + " %s), or raise the limit")
                            .formatted(server.maxSlots(), unused == null ? "none" : unused),
                    raise("max_replication_slots", server.maxSlots()));
        } else {
            findings.ok(
                    "max_replication_slots",
                    "%d of %d are taken".formatted(taken, server.maxSlots()));
        }
    }

    private void checkSenders(int taken, boolean needed) {
        if (needed && taken >= server.maxSenders()) {
            findings.obstacle(
                    "max_wal_senders",
                    "all %d replication connections are in use".formatted(server.maxSenders()),
                    raise("max_wal_senders", server.maxSenders()));
        } else {
            findings.ok(
                    "max_wal_senders", "%d of %d are in use".formatted(taken, server.maxSenders()));
        }
    }

    private static String raise(String setting, int limit) {
        return "ALTER SYSTEM SET %s = %d; -- then restart the server"
                .formatted(setting, limit + 10);
    }
}
