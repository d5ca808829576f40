package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Finds out whether all changes after an acknowledged position are still to be had, and if not,
 * what happened. Used once, by one thread.
 *
 * @param before the server that was read last; null when that is not known
 * @param now the server that was asked
 * @param reached up to where everything was acknowledged
 */
record Gap(Database database, String slot, @Nullable Lineage before, Lineage now, long reached) {

    /**
     * @param state of the slot; null when there is none
     * @throws Failure GAP that says what happened, and from where to where changes are lost
     */
    void check(Connection connection, @Nullable SlotState state) throws SQLException {
        Long head = head(connection);
        if (before != null && !before.system().equals(now.system())) {
            throw lost(
                    ("the server is another one (system identifier %s, before it was %s), and its"
                                    + " log has other positions")
                            .formatted(now.system(), before.system()),
                    null);
        }
        if (head != null && head < reached) {
            throw lost(
                    "the server was put back to an older state: its log ends at %s"
                            .formatted(Lsn.text(head)),
                    null);
        }
        checkTimeline();
        if (state == null) {
            throw lost(gone(), head);
        }
        if (state.invalidated() != null) {
            throw lost(why(connection, state.invalidated()), head);
        }
        String confirmed = state.confirmed();
        if (confirmed != null && Lsn.parse(confirmed) > reached) {
            throw lost(
                    "replication slot %s was moved on, or dropped and made again, by another"
                            .formatted(slot),
                    Lsn.parse(confirmed));
        }
    }

    /** What was acknowledged may be missing on the server that took over. */
    private void checkTimeline() {
        if (!isNewTimeline()) {
            return;
        }
        Long left = now.leftAt(before == null ? 0 : before.timeline(), database);
        if (left != null && left < reached) {
            throw lost(
                    ("the server failed over to timeline %d at %s and lost what was written after"
                                    + " that, so its log goes on with other changes there")
                            .formatted(now.timeline(), Lsn.text(left)),
                    null);
        }
    }

    private boolean isNewTimeline() {
        return before != null && before.timeline() != now.timeline();
    }

    private String gone() {
        if (before != null && isNewTimeline()) {
            return ("replication slot %s is gone: the server went from timeline %d to %d, so it was"
                            + " restored, or a standby took over that did not have the slot (from"
                            + " PostgreSQL 17 on, failover: true has standbys keep it)")
                    .formatted(slot, before.timeline(), now.timeline());
        }
        return "replication slot %s is gone: somebody dropped it".formatted(slot);
    }

    private String why(Connection connection, String reason) throws SQLException {
        String cause =
                switch (reason) {
                    case "wal_removed" ->
                            "the server removed log that it needed (max_slot_wal_keep_size is %s)"
                                    .formatted(setting(connection, "max_slot_wal_keep_size"));
                    case "idle_timeout" ->
                            "nobody read from it for longer than idle_replication_slot_timeout (%s)"
                                    .formatted(
                                            setting(connection, "idle_replication_slot_timeout"));
                    case "wal_level_insufficient" -> "wal_level was not logical for a while";
                    case "rows_removed" -> "the primary removed rows that it needed";
                    default -> "the server says " + reason;
                };
        return "replication slot %s is of no use any more: %s".formatted(slot, cause);
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Null on a standby, which may only be late. */
    private static @Nullable Long head(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT CASE WHEN NOT pg_is_in_recovery() THEN"
                                        + " pg_current_wal_lsn()::text END")) {
            row.next();
            String text = row.getString(1);
            return text == null ? null : (Long) Lsn.parse(text);
        }
    }

    private Failure lost(String what, @Nullable Long to) {
        String from = Lsn.text(reached);
        String range =
                to == null
                        ? "changes since %s are lost".formatted(from)
                        : "changes between %s and %s are lost".formatted(from, Lsn.text(to));
        return new Failure(Failure.Kind.GAP, "%s: %s".formatted(what, range));
    }
}
