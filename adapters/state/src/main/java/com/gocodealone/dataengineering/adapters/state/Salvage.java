package com.gocodealone.dataengineering.adapters.state;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;

/**
 * Takes the rows that can be read out of a damaged file into a new one.
 *
 * @param rows that were saved
 * @param complete whether every table could be read from end to end
 */
record Salvage(long rows, boolean complete) {
    /** In the order in which a table's rows lie in the file: so no index is needed. */
    private static final Map<String, String> TABLES =
            Map.of(
                    "state", "owner %1$s, key %1$s",
                    "dead_letters", "place %1$s",
                    "schema_version", "id %1$s",
                    "schema_column", "version_id %1$s, ordinal %1$s");

    /** Saves what is in {@code damaged} into {@code fresh}, which does not exist. */
    static Salvage of(Path damaged, Path fresh) throws SQLException {
        SqliteStores.open(fresh).close();
        Salvage sum = new Salvage(0, true);
        try (SoleUse into = SoleUse.of(fresh);
                Connection from = SoleUse.connect(damaged)) {
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                sum = sum.plus(table(from, into.connection(), table.getKey(), table.getValue()));
            }
            try (Statement statement = into.connection().createStatement()) {
                statement.execute("COMMIT");
            }
        }
        return sum;
    }

    private Salvage plus(Salvage other) {
        return new Salvage(rows + other.rows, complete && other.complete);
    }

    /** What lies behind the damage is reached from the other end. */
    private static Salvage table(Connection from, Connection into, String table, String order)
            throws SQLException {
        String select = "SELECT * FROM " + table + " ORDER BY " + order;
        Salvage forwards = copy(from, into, table, select.formatted("ASC"));
        return forwards.complete
                ? forwards
                : new Salvage(
                        forwards.rows + copy(from, into, table, select.formatted("DESC")).rows,
                        false);
    }

    private static Salvage copy(Connection from, Connection into, String table, String select)
            throws SQLException {
        long rows = 0;
        try (Statement reading = from.createStatement();
                ResultSet row = reading.executeQuery(select)) {
            int columns = row.getMetaData().getColumnCount();
            try (PreparedStatement insert = into.prepareStatement(insert(table, row))) {
                while (row.next()) {
                    for (int i = 1; i <= columns; i++) {
                        insert.setObject(i, row.getObject(i));
                    }
                    rows += insert.executeUpdate();
                }
            }
            return new Salvage(rows, true);
        } catch (SQLException e) {
            return new Salvage(rows, false);
        }
    }

    private static String insert(String table, ResultSet row) throws SQLException {
        int columns = row.getMetaData().getColumnCount();
        StringBuilder names = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            names.append(i == 1 ? "" : ", ").append(row.getMetaData().getColumnName(i));
        }
        String values = String.join(", ", Collections.nCopies(columns, "?"));
        return "INSERT OR IGNORE INTO %s (%s) VALUES (%s)".formatted(table, names, values);
    }
}
