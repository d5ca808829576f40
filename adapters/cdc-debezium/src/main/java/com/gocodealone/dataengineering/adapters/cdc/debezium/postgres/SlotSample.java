package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.domain.cdc.Retention;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How a replication slot is at one moment.
 *
 * @param lagBytes how much log is not acknowledged; null when the slot has no position
 * @param active whether the server sends to a reader
 * @param retention how much log the server keeps for it
 */
record SlotSample(@Nullable Long lagBytes, boolean active, Retention retention) {
    private static final String QUERY =
            """
            SELECT pg_wal_lsn_diff(log.head, confirmed_flush_lsn)::bigint, active,
                pg_wal_lsn_diff(log.head, restart_lsn)::bigint, safe_wal_size,
                wal_status
            FROM pg_catalog.pg_replication_slots,
                (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                    ELSE pg_current_wal_lsn() END AS head) log
            WHERE slot_name = ?
            """;

    /** Null when there is no such slot. */
    static @Nullable SlotSample read(Connection connection, String slot) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, slot);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? of(slot, row) : null;
            }
        }
    }

    private static SlotSample of(String slot, ResultSet row) throws SQLException {
        Retention retention = new Retention(slot, bytes(row, 3), bytes(row, 4), row.getString(5));
        return new SlotSample(bytes(row, 1), row.getBoolean(2), retention);
    }

    private static @Nullable Long bytes(ResultSet row, int column) throws SQLException {
        return row.getObject(column) == null ? null : (Long) Math.max(0, row.getLong(column));
    }
}
