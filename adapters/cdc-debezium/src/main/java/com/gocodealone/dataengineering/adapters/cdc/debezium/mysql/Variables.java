package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's global variables. Immutable. */
record Variables(Map<String, String> values) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    Variables {
        values = Map.copyOf(values);
    }

    static Variables of(Connection connection) throws SQLException {
        Map<String, String> values = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL VARIABLES")) {
            while (rows.next()) {
                String value = rows.getString(2);
                values.put(rows.getString(1).toLowerCase(Locale.ROOT), value == null ? "" : value);
            }
        }
        return new Variables(values);
    }

    /** Empty when the server has no such variable. */
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    boolean isOn(String name) {
        String value = get(name);
        return value.equalsIgnoreCase("ON") || value.equals("1");
    }

    /** Such as 8.4 as 804. */
    int version() {
        Matcher version = VERSION.matcher(get("version"));
        return version.matches()
                ? 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2))
                : 0;
    }

    /** What tells this server from another; empty when it does not say. */
    String serverIdentity() {
        String uuid = get("server_uuid");
        return uuid.isEmpty() ? get("server_uid") : uuid;
    }

    /** Whether MySQL numbers its transactions; MariaDB always does. */
    boolean hasGtids() {
        return get("gtid_mode").equalsIgnoreCase("ON");
    }

    /** How long the server keeps its binary log, in its own words. */
    String retention() {
        String seconds = get("binlog_expire_logs_seconds");
        String days = get("expire_logs_days");
        return seconds.isEmpty() || (seconds.equals("0") && !days.isEmpty() && !days.equals("0"))
                ? "expire_logs_days=" + days
                : "binlog_expire_logs_seconds=" + seconds;
    }
}
