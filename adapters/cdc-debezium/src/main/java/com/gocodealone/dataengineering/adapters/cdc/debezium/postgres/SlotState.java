package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the server says of a replication slot. Immutable.
 *
 * @param here whether it belongs to the database that was asked
 * @param pid the server's process that sends to a reader; 0 when there is none
 * @param application what that reader calls itself
 * @param confirmed up to where it was acknowledged
 * @param invalidated why it is of no use any more; null while it is
 * @param synced whether a standby keeps it for a failover
 * @param failover whether standbys may keep it
 */
record SlotState(
        @Nullable String plugin,
        @Nullable String database,
        boolean here,
        long pid,
        @Nullable String application,
        @Nullable String confirmed,
        @Nullable String invalidated,
        boolean synced,
        boolean failover) {

    /** Columns that only some versions have are looked for by name. */
    private static final String QUERY =
            """
            SELECT s.plugin, s.database, s.database = current_database(), s.active_pid,
                a.application_name, s.confirmed_flush_lsn::text,
                coalesce(to_jsonb(s) ->> 'invalidation_reason',
                    CASE WHEN s.wal_status = 'lost' THEN 'wal_removed' END),
                coalesce((to_jsonb(s) ->> 'synced')::bool, false),
                coalesce((to_jsonb(s) ->> 'failover')::bool, false)
            FROM pg_catalog.pg_replication_slots s
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = s.active_pid
            WHERE s.slot_name = ?
            """;

    /** Null when there is no such slot. */
    static @Nullable SlotState read(Connection connection, String slot) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, slot);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? of(row) : null;
            }
        }
    }

    private static SlotState of(ResultSet row) throws SQLException {
        return new SlotState(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8),
                row.getBoolean(9));
    }

    boolean isActive() {
        return pid != 0;
    }

    /** Who reads from it, for a sentence. */
    String reader() {
        return application == null || application.isEmpty()
                ? "its name is hidden from this role"
                : application;
    }
}
