package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A table as the server has it now. Immutable.
 *
 * @param engine InnoDB, or another; none of a view
 * @param estimate about how many rows it has
 * @param key the names of the primary key's columns, in its order
 */
record Structure(
        TableId table,
        @Nullable String engine,
        @Nullable Long estimate,
        List<Column> columns,
        List<String> key) {
    private static final String TABLE =
            "SELECT engine, table_rows FROM information_schema.tables WHERE table_schema = ? AND"
                    + " table_name = ?";
    private static final String COLUMNS =
            """
            SELECT column_name, data_type, column_type, is_nullable, numeric_precision
            FROM information_schema.columns WHERE table_schema = ? AND table_name = ?
            ORDER BY ordinal_position
            """;
    private static final String KEY =
            """
            SELECT column_name FROM information_schema.key_column_usage
            WHERE table_schema = ? AND table_name = ? AND constraint_name = 'PRIMARY'
            ORDER BY ordinal_position
            """;

    Structure {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /**
     * One column.
     *
     * @param type as the server writes it
     * @param reading null when it cannot be read
     * @param bits of a number, or of a column of bits
     */
    record Column(String name, String type, @Nullable Reading reading, boolean optional, int bits) {
        String expression() {
            return readable().expression(Sql.identifier(name));
        }

        @Nullable Object value(@Nullable String text) {
            return text == null ? null : readable().value(text, optional, bits);
        }

        Reading readable() {
            return Objects.requireNonNull(reading);
        }
    }

    /** Reads one row. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private record Facts(@Nullable String engine, @Nullable Long rows) {}

    /** Null when there is no such table, or no longer. */
    static @Nullable Structure of(Connection connection, TableId table) throws SQLException {
        List<Facts> found =
                ask(
                        connection,
                        TABLE,
                        table,
                        row -> new Facts(row.getString(1), row.getObject(2, Long.class)));
        if (found.isEmpty()) {
            return null;
        }
        return new Structure(
                table,
                found.getFirst().engine(),
                found.getFirst().rows(),
                ask(connection, COLUMNS, table, Structure::column),
                ask(connection, KEY, table, row -> row.getString(1)));
    }

    private static <T> List<T> ask(
            Connection connection, String query, TableId table, RowReader<T> reader)
            throws SQLException {
        List<T> answers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    answers.add(reader.read(rows));
                }
            }
        }
        return answers;
    }

    private static Column column(ResultSet row) throws SQLException {
        String type = row.getString(3);
        return new Column(
                row.getString(1),
                type,
                Reading.of(row.getString(2), type),
                row.getString(4).equals("YES"),
                row.getInt(5));
    }

    /** The columns of the key, in its order. */
    List<Column> keyColumns() {
        return key.stream()
                .map(name -> columns.stream().filter(c -> c.name().equals(name)).findFirst())
                .map(column -> column.orElseThrow())
                .toList();
    }

    /** Why its rows cannot be read while changes go on; null when they can. */
    @Nullable String obstacle() {
        if (engine == null) {
            return "is a view, and those have no changes of their own";
        }
        if (!engine.equalsIgnoreCase("InnoDB")) {
            return "is of engine %s, whose rows cannot be read while changes go on: ALTER TABLE %s ENGINE=InnoDB"
                    .formatted(engine, Sql.table(table));
        }
        if (key.isEmpty()) {
            return ("has no primary key, so its rows cannot be read piece by piece while changes go"
                            + " on: ALTER TABLE %s ADD PRIMARY KEY (…)")
                    .formatted(Sql.table(table));
        }
        for (Column column : columns) {
            if (column.reading() == null) {
                return "has column %s of type %s, which cannot be read on demand"
                        .formatted(column.name(), column.type());
            }
        }
        return keyColumns().stream()
                .filter(column -> !column.readable().leads())
                .findFirst()
                .map(
                        column ->
                                ("has %s, of type %s, in its primary key, along which its rows"
                                                + " cannot be read piece by piece")
                                        .formatted(column.name(), column.type()))
                .orElse(null);
    }
}
