package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at what a server must be for its changes to be read. Used once, by one thread. */
final class Checks {
    /** Looking at each table of a server with thousands of them would take too long. */
    private static final int MOST_TABLES = 200;

    private static final long SHORT_RETENTION_SECONDS = 24 * 60 * 60;

    private final Database database;
    private final Variables variables;
    private final Grants grants;
    private final Findings findings;

    Checks(Database database, Variables variables, Grants grants, Findings findings) {
        this.database = database;
        this.variables = variables;
        this.grants = grants;
        this.findings = findings;
    }

    /** What the server is set to. */
    void checkServer() {
        checkSetting("log_bin", variables.isOn("log_bin"), "ON", null);
        checkSetting(
                "binlog_format",
                variables.get("binlog_format").equalsIgnoreCase("ROW"),
                "ROW",
                "SET GLOBAL binlog_format = 'ROW'");
        checkSetting(
                "binlog_row_image",
                variables.get("binlog_row_image").equalsIgnoreCase("FULL"),
                "FULL, because nothing else can be told from a changed table",
                "SET GLOBAL binlog_row_image = 'FULL'");
        if (!variables.get("binlog_row_value_options").isEmpty()) {
            findings.error(
                    "binlog_row_value_options",
                    "binlog_row_value_options is %s, and changes in a part of a JSON value cannot be read"
                            .formatted(variables.get("binlog_row_value_options")),
                    "SET GLOBAL binlog_row_value_options = ''");
        }
        if (variables.isOn("log_bin_compress")) {
            findings.error(
                    "log_bin_compress",
                    "log_bin_compress is ON, and compressed events cannot be read",
                    "SET GLOBAL log_bin_compress = OFF");
        }
        if (variables.get("server_id").equals("0")) {
            findings.error(
                    "server_id",
                    "server_id is 0, so no reader is served",
                    "SET GLOBAL server_id = 1");
        }
        checkGtids();
        checkRetention();
    }

    private void checkSetting(String name, boolean right, String wanted, @Nullable String repair) {
        String value = variables.get(name);
        if (right) {
            findings.ok(name, "%s is %s".formatted(name, value));
        } else {
            String hint =
                    repair == null ? ": start the server with --" + name.replace('_', '-') : "";
            findings.error(
                    name,
                    "%s is %s and has to be %s%s"
                            .formatted(name, value.isEmpty() ? "not set" : value, wanted, hint),
                    repair);
        }
    }

    private void checkGtids() {
        switch (database.flavor()) {
            case MARIADB -> findings.ok("gtid", "MariaDB numbers its transactions");
            case MYSQL -> {
                if (variables.hasGtids()) {
                    findings.ok("gtid_mode", "gtid_mode is ON");
                } else {
                    findings.warning(
                            "gtid_mode",
                            "gtid_mode is not ON: after a failover to another server the source"
                                    + " cannot go on where it was",
                            null);
                }
            }
        }
    }

    private void checkRetention() {
        String kept = variables.retention();
        String seconds = variables.get("binlog_expire_logs_seconds");
        boolean isShort =
                seconds.matches("[1-9]\\d*") && Long.parseLong(seconds) < SHORT_RETENTION_SECONDS;
        if (isShort) {
            findings.warning(
                    "retention",
                    kept + ": a source that is stopped for longer loses changes",
                    "SET GLOBAL binlog_expire_logs_seconds = 604800");
        } else {
            findings.ok("retention", kept);
        }
    }

    /**
     * What the user may do.
     *
     * @param reading whether the rows that are there are read
     */
    void checkRights(boolean reading) {
        checkRight("REPLICATION SLAVE", "REPLICATION SLAVE", "REPLICATION REPLICA");
        String status =
                database.flavor() == Flavor.MARIADB ? "BINLOG MONITOR" : "REPLICATION CLIENT";
        checkRight(status, "REPLICATION CLIENT", "BINLOG MONITOR", "SUPER");
        if (reading) {
            checkRight("RELOAD", "RELOAD", "FLUSH_TABLES", "LOCK TABLES");
        }
    }

    private void checkRight(String right, String... sufficient) {
        if (grants.hasAnyOf(sufficient)) {
            findings.ok("rights", "%s has %s".formatted(grants.user(), right));
        } else {
            findings.error(
                    "rights",
                    "%s lacks %s".formatted(grants.user(), right),
                    "GRANT %s ON *.* TO %s".formatted(right, grants.user()));
        }
    }

    /** The tables, and whether their rows may be read. */
    void checkTables(Tables tables, Scan scan, Connection connection) {
        tables.unmatched(scan).forEach(fact -> findings.error("tables", fact, null));
        List<Tables.Table> chosen = tables.chosenBy(scan);
        if (chosen.isEmpty() && scan.patterns().isEmpty()) {
            findings.warning("tables", "there is no table yet", null);
        }
        List<Tables.Table> keyless = chosen.stream().filter(table -> !table.keyed()).toList();
        if (!keyless.isEmpty()) {
            findings.warning(
                    "primary key",
                    "without a primary key, so that nothing names a row: " + names(keyless),
                    null);
        }
        for (Tables.Table table : chosen.subList(0, Math.min(chosen.size(), MOST_TABLES))) {
            checkReadable(table, connection);
        }
    }

    private void checkReadable(Tables.Table table, Connection connection) {
        String name = Sql.table(table.id());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT * FROM %s LIMIT 0".formatted(name));
            findings.ok("table", "%s can be read".formatted(table.id()));
        } catch (SQLException e) {
            findings.error(
                    "table",
                    "%s may not read %s".formatted(grants.user(), table.id()),
                    "GRANT SELECT ON %s TO %s".formatted(name, grants.user()));
        }
    }

    private static String names(List<Tables.Table> tables) {
        return tables.stream()
                .limit(20)
                .map(table -> table.id().toString())
                .collect(Collectors.joining(", "));
    }
}
