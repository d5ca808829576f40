package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of PostgreSQL as its catalog describes it now. */
record SourceTable(String schema, String name, List<SourceColumn> columns, List<String> key) {
    private static final String COLUMNS =
            """
            SELECT a.attname, format_type(a.atttypid, NULL), NOT a.attnotnull,
                   coalesce(information_schema._pg_char_max_length(a.atttypid, a.atttypmod),
                            information_schema._pg_numeric_precision(a.atttypid, a.atttypmod), 0),
                   coalesce(information_schema._pg_numeric_scale(a.atttypid, a.atttypmod), 0)
            FROM pg_attribute a
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;
    private static final String KEY =
            """
            SELECT a.attname
            FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
            WHERE i.indrelid = ?::regclass AND i.indisprimary
            ORDER BY array_position(i.indkey::int2[], a.attnum)
            """;

    static SourceTable read(Connection connection, String schema, String name) throws SQLException {
        String quoted = quoted(schema, name);
        List<SourceColumn> columns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setString(1, quoted);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    columns.add(
                            new SourceColumn(
                                    found.getString(1),
                                    found.getString(2),
                                    found.getBoolean(3),
                                    found.getInt(4),
                                    found.getInt(5)));
                }
            }
        }
        List<String> key = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(KEY)) {
            select.setString(1, quoted);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    key.add(found.getString(1));
                }
            }
        }
        return new SourceTable(schema, name, columns, key);
    }

    static String quoted(String schema, String name) {
        return "\"%s\".\"%s\"".formatted(schema, name);
    }

    String quoted() {
        return quoted(schema, name);
    }

    /** What a control record says of it. */
    ObjectNode definition() {
        ObjectNode definition = AwsJson.object();
        ObjectNode described = definition.putObject("columns");
        columns.forEach(column -> column.describe(described));
        ArrayNode names = definition.putArray("primary-key");
        key.forEach(names::add);
        return definition;
    }

    /** A row as a data record has it. */
    ObjectNode row(Map<String, @Nullable String> values) {
        ObjectNode row = AwsJson.object();
        for (SourceColumn column : columns) {
            if (values.containsKey(column.name())) {
                column.put(row, values.get(column.name()));
            }
        }
        return row;
    }

    /** What {@code found} stands at. */
    Map<String, @Nullable String> values(ResultSet found) throws SQLException {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (SourceColumn column : columns) {
            values.put(column.name(), found.getString(column.name()));
        }
        return values;
    }

    String partitionKey(Map<String, @Nullable String> values) {
        StringBuilder text = new StringBuilder(schema + "." + name);
        key.forEach(column -> text.append('.').append(values.get(column)));
        return text.substring(0, Math.min(text.length(), 256));
    }
}
