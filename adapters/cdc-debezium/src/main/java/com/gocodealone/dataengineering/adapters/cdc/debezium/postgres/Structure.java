package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Identity;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as the database has it now. Immutable.
 *
 * @param partitioned whether its rows are in partitions
 */
record Structure(TableId table, List<Column> columns, Identity identity, boolean partitioned) {
    private static final String QUERY =
            """
            SELECT a.attname, a.attnum, a.atttypid::bigint,
                pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, c.relkind = 'p',
                (WITH RECURSIVE base(oid, parent) AS (
                    SELECT t.oid, t.typbasetype FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
                    UNION ALL SELECT t.oid, t.typbasetype FROM pg_catalog.pg_type t
                        JOIN base b ON t.oid = b.parent)
                    SELECT oid::bigint FROM base WHERE parent = 0)
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    Structure {
        columns = List.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param number pg_attribute.attnum
     * @param oid of its type
     * @param baseOid of what its type is a domain over; the same when it is none
     * @param type as PostgreSQL writes it
     */
    record Column(String name, int number, int oid, int baseOid, String type, boolean nullable) {
        /** Whether the stream, which tells no domains, may call the type so. */
        boolean hasType(NativeType told) {
            return oid == told.oid() || baseOid == told.oid();
        }

        boolean isOfDomain() {
            return oid != baseOid;
        }

        SchemaVersion.Column described() {
            return new SchemaVersion.Column(name, type, nullable, number);
        }
    }

    /** Null when there is no such table, or no longer. */
    static @Nullable Structure of(Connection connection, TableId table) throws SQLException {
        Identity identity = IdentityQuery.of(connection, table);
        if (identity == null) {
            return null;
        }
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            List<Column> columns = new ArrayList<>();
            boolean partitioned = false;
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(column(rows));
                    partitioned = rows.getBoolean(6);
                }
            }
            return new Structure(table, columns, identity, partitioned);
        }
    }

    private static Column column(ResultSet rows) throws SQLException {
        return new Column(
                rows.getString(1),
                rows.getInt(2),
                (int) rows.getLong(3),
                (int) rows.getLong(7),
                rows.getString(4),
                !rows.getBoolean(5));
    }

    /** The columns of the key, in its order. */
    List<Column> key() {
        return identity.key().stream().map(this::column).toList();
    }

    Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
