package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The publication that a source reads. Used once, by one thread. */
final class Publication {
    static final String NOT_ALLOWED = "42501";
    static final String READ_ONLY = "25006";
    private static final String SUBJECT = "publication";

    private final Connection connection;
    private final Target target;
    private final Server server;
    private final boolean exists;
    private final List<Tables.Table> missing;

    private Publication(
            Connection connection,
            Target target,
            Server server,
            boolean exists,
            List<Tables.Table> missing) {
        this.connection = connection;
        this.target = target;
        this.server = server;
        this.exists = exists;
        this.missing = missing;
    }

    static Publication read(Connection connection, Target target, Server server, Tables tables)
            throws SQLException {
        String name = target.publication();
        Set<TableId> published = published(connection, name);
        List<Tables.Table> missing =
                tables.chosen().stream().filter(table -> !published.contains(table.id())).toList();
        return new Publication(connection, target, server, exists(connection, name), missing);
    }

    /** Whether it has every table, or can be given what it lacks. */
    void check(Findings findings) throws SQLException {
        if (exists && missing.isEmpty()) {
            findings.ok(SUBJECT, "%s has every table".formatted(target.publication()));
            return;
        }
        if (target.namesPublication()) {
            checkForeign(findings);
        } else if (!missing.isEmpty()) {
            checkIdentities(findings);
            checkRights(findings);
        }
    }

    private void checkForeign(Findings findings) {
        String name = target.publication();
        if (!exists) {
            findings.error(
                    SUBJECT,
                    ("publication_name: there is no publication %s: let the owner of the tables"
                                    + " make it")
                            .formatted(name),
                    "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true);"
                            .formatted(Sql.identifier(name), Tables.sql(missing)));
            return;
        }
        boolean partitioned = missing.stream().allMatch(Tables.Table::isPartitioned);
        String sql =
                partitioned
                        ? "SET (publish_via_partition_root = true)"
                        : "ADD TABLE " + Tables.sql(missing);
        findings.error(
                SUBJECT,
                "publication_name: publication %s lacks %s".formatted(name, Tables.names(missing)),
                "ALTER PUBLICATION %s %s;".formatted(Sql.identifier(name), sql));
    }

    /**
     * Once a table without a key is published, PostgreSQL refuses to UPDATE and DELETE its rows;
     * that would break whoever writes to it.
     */
    private void checkIdentities(Findings findings) {
        List<Tables.Table> unidentified =
                missing.stream().filter(table -> !table.identified()).toList();
        if (unidentified.isEmpty()) {
            return;
        }
        String repair =
                unidentified.stream()
                        .map(
                                table ->
                                        "ALTER TABLE %s REPLICA IDENTITY FULL;"
                                                .formatted(Sql.table(table.id())))
                        .collect(Collectors.joining(" "));
        findings.error(
                "replica identity",
                ("tables: %s have no primary key, and once they are published PostgreSQL would"
                     + " refuse every UPDATE and DELETE of their rows. Leave them out, or make a"
                     + " publication of inserts alone and name it in publication_name, or repair"
                     + " them")
                        .formatted(Tables.names(unidentified)),
                repair);
    }

    private void checkRights(Findings findings) throws SQLException {
        String name = target.publication();
        if (server.standby()) {
            findings.error(
                    SUBJECT,
                    "publication %s lacks tables, and the server is a standby: run this on its primary"
                            .formatted(name),
                    sql());
            return;
        }
        boolean owned = missing.stream().allMatch(Tables.Table::owned);
        if (server.isSuperuser() || (owned && mayChange())) {
            findings.ok(
                    SUBJECT, "%s lacks %d tables and gets them".formatted(name, missing.size()));
            return;
        }
        findings.error(
                SUBJECT,
                ("role %s may not make publication %s as it is needed: let the owner of the tables"
                                + " do it, or give the role the right")
                        .formatted(server.role(), name),
                sql());
    }

    /** To make one needs a right in the database, to change one is its owner's. */
    private boolean mayChange() throws SQLException {
        String sql =
                exists
                        ? "SELECT pg_has_role(pubowner, 'USAGE') FROM pg_catalog.pg_publication"
                                + " WHERE pubname = ?"
                        : "SELECT has_database_privilege(current_database(), 'CREATE') WHERE ? <>"
                                + " ''";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, target.publication());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private String sql() {
        String identifier = Sql.identifier(target.publication());
        if (exists) {
            return "ALTER PUBLICATION %s ADD TABLE %s;".formatted(identifier, Tables.sql(missing));
        }
        boolean everything = target.wantsEverything() && server.isSuperuser();
        String generated =
                server.version() >= Server.PG_18 ? ", publish_generated_columns = stored" : "";
        return "CREATE PUBLICATION %s FOR %s WITH (publish_via_partition_root = true%s);"
                .formatted(
                        identifier,
                        everything ? "ALL TABLES" : "TABLE " + Tables.sql(missing),
                        generated);
    }

    /** Makes the source's own publication, or adds to it what is missing. */
    void make(Ledger ledger) throws SQLException {
        if (missing.isEmpty() || target.namesPublication()) {
            return;
        }
        if (!exists) {
            ledger.ownPublication(target.publication());
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql());
        } catch (SQLException e) {
            if (NOT_ALLOWED.equals(e.getSQLState())) {
                throw Refusals.invalid(
                        "role %s may not make its publication (%s): %s"
                                .formatted(server.role(), Refusals.message(e), sql()),
                        e);
            }
            throw e;
        }
    }

    /** Whether tables that are made later belong to it. */
    boolean coversEverything() throws SQLException {
        return isThere(connection, target.publication(), "puballtables AND pubviaroot");
    }

    static boolean exists(Connection connection, String name) throws SQLException {
        return isThere(connection, name, "true");
    }

    private static boolean isThere(Connection connection, String name, String condition)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT FROM pg_catalog.pg_publication WHERE pubname = ? AND "
                                + condition)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Under the names that their changes come with. */
    static Set<TableId> published(Connection connection, String name) throws SQLException {
        Set<TableId> tables = new HashSet<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT schemaname, tablename FROM pg_catalog.pg_publication_tables WHERE"
                                + " pubname = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.add(new TableId(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return tables;
    }
}
