package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rights of the user who is logged in, as far as the server tells. Immutable.
 *
 * @param user as the server writes it in a statement
 * @param lines of SHOW GRANTS, in upper case
 */
record Grants(String user, List<String> lines) {
    private static final String EVERYWHERE = " ON *.* ";

    Grants {
        lines = List.copyOf(lines);
    }

    static Grants of(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SHOW GRANTS FOR CURRENT_USER()")) {
                while (rows.next()) {
                    lines.add(rows.getString(1).toUpperCase(Locale.ROOT));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
                row.next();
                return new Grants(account(row.getString(1)), lines);
            }
        }
    }

    private static String account(String user) {
        int at = user.lastIndexOf('@');
        return quoted(user.substring(0, at)) + "@" + quoted(user.substring(at + 1));
    }

    private static String quoted(String name) {
        return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Whether one of {@code rights} is granted for the whole server, or may be by a role. */
    boolean hasAnyOf(String... rights) {
        return lines.stream().anyMatch(line -> isRole(line) || grants(line, rights));
    }

    /** A role is granted on nothing; what it may do is not listed here. */
    private static boolean isRole(String line) {
        return !line.contains(" ON ");
    }

    private static boolean grants(String line, String... rights) {
        int end = line.indexOf(EVERYWHERE);
        if (end < 0) {
            return false;
        }
        List<String> granted = List.of(line.substring("GRANT ".length(), end).split(", ?", -1));
        return granted.contains("ALL PRIVILEGES")
                || List.of(rights).stream().anyMatch(granted::contains);
    }
}
