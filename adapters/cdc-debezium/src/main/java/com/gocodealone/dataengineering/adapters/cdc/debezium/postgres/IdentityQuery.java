package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Identity;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads a table's replica identity from the catalog. */
final class IdentityQuery {
    private static final String QUERY =
            """
            SELECT c.relreplident, p.columns, r.columns
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN LATERAL (
                SELECT array_agg(a.attname::text ORDER BY k.place) AS columns
                FROM pg_catalog.pg_index i
                CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
                WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts) p ON true
            LEFT JOIN LATERAL (
                SELECT array_agg(a.attname::text ORDER BY k.place) AS columns
                FROM pg_catalog.pg_index i
                CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
                WHERE i.indrelid = c.oid AND i.indisreplident AND k.place <= i.indnkeyatts) r
                ON true
            WHERE n.nspname = ? AND c.relname = ?
            """;

    private IdentityQuery() {}

    /** Null when there is no such table, or no longer. */
    static @Nullable Identity of(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? read(rows) : null;
            }
        }
    }

    private static Identity read(ResultSet rows) throws SQLException {
        List<String> primary = columns(rows.getArray(2));
        List<String> index = columns(rows.getArray(3));
        return switch (rows.getString(1)) {
            case "f" -> new Identity(primary, List.of(), true);
            case "i" -> new Identity(index, index, false);
            case "n" -> new Identity(primary, List.of(), false);
            default -> new Identity(primary, primary, false);
        };
    }

    private static List<String> columns(@Nullable Array columns) throws SQLException {
        return columns == null ? List.of() : List.of((String[]) columns.getArray());
    }
}
