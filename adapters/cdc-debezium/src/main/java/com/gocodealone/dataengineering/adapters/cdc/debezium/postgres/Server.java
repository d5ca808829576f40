package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The settings and rights that logical replication needs. Immutable. */
record Server(
        int version,
        String walLevel,
        boolean standby,
        String role,
        boolean isSuperuser,
        boolean mayReplicate,
        int maxSlots,
        int maxSenders) {
    private static final int PG_13 = 130000;
    private static final int PG_16 = 160000;
    static final int PG_17 = 170000;
    static final int PG_18 = 180000;

    private static final String QUERY =
            """
            SELECT current_setting('server_version_num')::int, current_setting('wal_level'),
                pg_is_in_recovery(), current_user, r.rolsuper,
                r.rolsuper OR r.rolreplication OR EXISTS (
                    SELECT FROM pg_catalog.pg_roles managed
                    WHERE managed.rolname IN ('rds_replication', 'rds_superuser')
                    AND pg_has_role(current_user, managed.oid, 'member')),
                current_setting('max_replication_slots')::int,
                current_setting('max_wal_senders')::int
            FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
            """;

    static Server of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            return new Server(
                    row.getInt(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getBoolean(6),
                    row.getInt(7),
                    row.getInt(8));
        }
    }

    int major() {
        return version / 10000;
    }

    /** Whether changes can be read from here. */
    void check(Findings findings) {
        if (version < PG_13) {
            findings.error(
                    "version",
                    "the server is PostgreSQL %d, and this needs 13 or newer".formatted(major()),
                    null);
        } else {
            findings.ok("version", "PostgreSQL %d".formatted(major()));
        }
        if (walLevel.equals("logical")) {
            findings.ok("wal_level", "logical");
        } else {
            findings.error(
                    "wal_level",
                    "wal_level is %s and has to be logical".formatted(walLevel),
                    "ALTER SYSTEM SET wal_level = logical; -- then restart the server");
        }
        if (standby && version < PG_16) {
            findings.error(
                    "standby",
                    "the server is a standby, which can be read from PostgreSQL 16 on: connect to"
                            + " the primary",
                    null);
        }
        checkRole(findings);
    }

    private void checkRole(Findings findings) {
        if (mayReplicate) {
            findings.ok("role", "%s may read the replication stream".formatted(role));
            return;
        }
        String quoted = Sql.identifier(role);
        findings.error(
                "role",
                "role %s may not read the replication stream".formatted(role),
                "ALTER ROLE %s REPLICATION; -- on Amazon RDS: GRANT rds_replication TO %s;"
                        .formatted(quoted, quoted));
    }
}
