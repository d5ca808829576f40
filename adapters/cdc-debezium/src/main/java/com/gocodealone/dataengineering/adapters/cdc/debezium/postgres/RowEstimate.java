package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** About how many rows tables have, as their last ANALYZE or VACUUM counted. */
final class RowEstimate {
    private static final String QUERY =
            """
            SELECT sum(c.reltuples)::bigint, min(c.reltuples) < 0
            FROM (SELECT ?::regclass::oid AS relid UNION
                SELECT relid FROM pg_partition_tree(?::regclass)) t
            JOIN pg_catalog.pg_class c ON c.oid = t.relid AND c.relkind = 'r'
            """;

    private RowEstimate() {}

    /** Null for a table that was not counted yet. */
    static @Nullable Long of(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, Sql.table(table));
            query.setString(2, Sql.table(table));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                boolean known = row.getObject(1) != null && !row.getBoolean(2);
                return known ? (Long) row.getLong(1) : null;
            }
        }
    }

    static Map<TableId, @Nullable Long> of(Connection connection, Set<TableId> tables)
            throws SQLException {
        Map<TableId, @Nullable Long> estimates = new LinkedHashMap<>();
        for (TableId table : tables) {
            estimates.put(table, of(connection, table));
        }
        return estimates;
    }
}
