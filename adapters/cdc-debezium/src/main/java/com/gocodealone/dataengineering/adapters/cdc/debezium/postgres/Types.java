package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Kind;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds of the database's types, by number; asks the database about those it has made. */
final class Types {
    private static final int MAX_DEPTH = 16;
    private static final String PADDED =
            """
            WITH RECURSIVE padded(oid) AS (
                SELECT 'bpchar'::regtype::oid
                UNION SELECT t.oid FROM pg_catalog.pg_type t
                    JOIN padded p ON t.typtype = 'd' AND t.typbasetype = p.oid)
            SELECT a.attname FROM pg_catalog.pg_attribute a JOIN padded p ON p.oid = a.atttypid
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
            """;

    /** The types that PostgreSQL has by itself; their numbers never change. */
    private static final Map<Integer, Kind> BUILT_IN =
            Map.ofEntries(
                    Map.entry(16, Scalar.BOOLEAN),
                    Map.entry(17, Scalar.BYTES),
                    Map.entry(20, Scalar.INTEGER),
                    Map.entry(21, Scalar.INTEGER),
                    Map.entry(23, Scalar.INTEGER),
                    Map.entry(26, Scalar.INTEGER),
                    Map.entry(25, Scalar.TEXT),
                    Map.entry(114, Scalar.JSON),
                    Map.entry(600, Scalar.GEOMETRIC),
                    Map.entry(601, Scalar.GEOMETRIC),
                    Map.entry(602, Scalar.GEOMETRIC),
                    Map.entry(603, Scalar.BOX),
                    Map.entry(604, Scalar.GEOMETRIC),
                    Map.entry(628, Scalar.GEOMETRIC),
                    Map.entry(718, Scalar.GEOMETRIC),
                    Map.entry(700, Scalar.REAL),
                    Map.entry(701, Scalar.DOUBLE),
                    Map.entry(790, Scalar.MONEY),
                    Map.entry(1042, Scalar.TEXT),
                    Map.entry(1043, Scalar.TEXT),
                    Map.entry(1082, Scalar.DATE),
                    Map.entry(1083, Scalar.TEXT),
                    Map.entry(1114, Scalar.TIMESTAMP),
                    Map.entry(1184, Scalar.TIMESTAMPTZ),
                    Map.entry(1186, Scalar.INTERVAL),
                    Map.entry(1266, Scalar.TIMETZ),
                    Map.entry(1700, Scalar.NUMERIC),
                    Map.entry(2950, Scalar.TEXT),
                    Map.entry(3802, Scalar.JSON));

    private final Catalog catalog;
    private final Map<Integer, Kind> known = new ConcurrentHashMap<>(BUILT_IN);

    Types(Catalog catalog) {
        this.catalog = catalog;
    }

    Kind kindOf(int oid) {
        Kind kind = known.get(oid);
        if (kind == null) {
            kind = catalog.ask(connection -> resolve(connection, Integer.toUnsignedLong(oid), 0));
            known.put(oid, kind);
        }
        return kind;
    }

    /** The columns of char(n), quoted, of the table that is written as {@code quotedTable}. */
    Set<String> paddedColumns(String quotedTable) {
        return catalog.ask(
                connection -> {
                    try (PreparedStatement query = connection.prepareStatement(PADDED)) {
                        query.setString(1, quotedTable);
                        return names(query);
                    }
                });
    }

    private static Set<String> names(PreparedStatement query) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(Sql.identifier(rows.getString(1)));
            }
        }
        return names;
    }

    private Kind resolve(Connection connection, long oid, int depth) throws SQLException {
        Kind kind = known.get((int) oid);
        if (kind != null || depth == MAX_DEPTH) {
            return kind == null ? Scalar.TEXT : kind;
        }
        TypeRow row = read(connection, oid);
        if (row == null) {
            return Scalar.TEXT;
        }
        if (row.base() != 0) {
            return resolve(connection, row.base(), depth + 1);
        }
        if (row.element() != 0) {
            return new ArrayOf(resolve(connection, row.element(), depth + 1));
        }
        return row.name().equals("hstore") ? Scalar.HSTORE : Scalar.TEXT;
    }

    private static @Nullable TypeRow read(Connection connection, long oid) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT typname, CASE typtype WHEN 'd' THEN typbasetype ELSE 0 END,"
                                + " CASE typcategory WHEN 'A' THEN typelem ELSE 0 END FROM"
                                + " pg_catalog.pg_type WHERE oid = ?")) {
            query.setLong(1, oid);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? new TypeRow(rows.getString(1), rows.getLong(2), rows.getLong(3))
                        : null;
            }
        }
    }

    private record TypeRow(String name, long base, long element) {}
}
