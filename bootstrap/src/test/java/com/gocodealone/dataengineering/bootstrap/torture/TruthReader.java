package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads from a database that has come to rest what happened in it. */
final class TruthReader {
    private TruthReader() {}

    static Truth read(Victim victim) throws SQLException {
        Map<RowKey, List<Step>> histories = new LinkedHashMap<>();
        Map<TortureTable, Integer> truncates = new EnumMap<>(TortureTable.class);
        Map<RowKey, Map<String, @Nullable String>> rows = new HashMap<>();
        try (Connection connection = victim.connect();
                Statement statement = connection.createStatement()) {
            for (TortureTable table : TortureTable.values()) {
                if (victim.dialect().journalsTruncates()) {
                    truncates.put(table, 0);
                }
                readRows(statement, table, rows);
            }
            readJournal(statement, histories, truncates);
        }
        return new Truth(rows, histories, truncates);
    }

    private static void readRows(
            Statement statement,
            TortureTable table,
            Map<RowKey, Map<String, @Nullable String>> rows)
            throws SQLException {
        try (ResultSet found = statement.executeQuery(table.selectAll())) {
            ResultSetMetaData columns = found.getMetaData();
            while (found.next()) {
                Map<String, @Nullable String> row = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnName(i), found.getString(i));
                }
                rows.put(RowKey.of(table, row), row);
            }
        }
    }

    private static void readJournal(
            Statement statement,
            Map<RowKey, List<Step>> histories,
            Map<TortureTable, Integer> truncates)
            throws SQLException {
        try (ResultSet found =
                statement.executeQuery("SELECT tab, op, k, rev FROM journal ORDER BY seq")) {
            while (found.next()) {
                TortureTable table = TortureTable.named(found.getString("tab"));
                String op = found.getString("op");
                if (op.equals("TRUNCATE")) {
                    truncates.merge(table, 1, Integer::sum);
                } else {
                    histories
                            .computeIfAbsent(
                                    new RowKey(table, found.getString("k")),
                                    any -> new ArrayList<>())
                            .add(new Step(op, found.getString("rev")));
                }
            }
        }
    }
}
