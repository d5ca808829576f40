package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

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
    private static final String NOT_ALLOWED = "42501";
    private static final String READ_ONLY = "25006";

    private final Connection connection;
    private final String name;
    private final Server server;

    Publication(Connection connection, String name, Server server) {
        this.connection = connection;
        this.name = name;
        this.server = server;
    }

    /**
     * Makes the source's own publication, or adds to it what is missing.
     *
     * @param everything whether to publish all tables, those of the future too
     */
    void makeOwn(Tables tables, boolean everything) throws SQLException {
        Set<TableId> published = published();
        List<Tables.Table> missing =
                tables.chosen().stream().filter(table -> !published.contains(table.id())).toList();
        if (missing.isEmpty()) {
            return;
        }
        checkIdentities(missing);
        String list = "TABLE " + Tables.sql(missing);
        if (exists()) {
            run("ALTER PUBLICATION %s ADD %s".formatted(Sql.identifier(name), list));
        } else {
            String generated =
                    server.version() >= Server.PG_18 ? ", publish_generated_columns = stored" : "";
            run(
                    "CREATE PUBLICATION %s FOR %s WITH (publish_via_partition_root = true%s)"
                            .formatted(
                                    Sql.identifier(name),
                                    everything ? "ALL TABLES" : list,
                                    generated));
        }
    }

    /**
     * Once a table without a key is published, PostgreSQL refuses to UPDATE and DELETE its rows;
     * that would break whoever writes to it.
     */
    private static void checkIdentities(List<Tables.Table> tables) {
        List<Tables.Table> unidentified =
                tables.stream().filter(table -> !table.identified()).toList();
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
        throw Refusals.invalid(
                ("tables: %s have no primary key, and once they are published PostgreSQL would"
                                + " refuse every UPDATE and DELETE of their rows: %s (or leave"
                                + " them out, or make a publication of inserts alone and name it"
                                + " in publication_name)")
                        .formatted(Tables.names(unidentified), repair),
                null);
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (NOT_ALLOWED.equals(e.getSQLState())) {
                throw Refusals.invalid(
                        ("role %s may not make its publication (%s): let the owner of the tables"
                             + " run %s; and name it in publication_name, or give the role the"
                             + " right")
                                .formatted(server.role(), Refusals.message(e), sql),
                        e);
            }
            if (READ_ONLY.equals(e.getSQLState())) {
                throw Refusals.invalid(
                        "the server is a standby: run %s; on its primary".formatted(sql), e);
            }
            throw e;
        }
    }

    /** A publication that the user named is used as it is. */
    void checkForeign(Tables tables) throws SQLException {
        if (!exists()) {
            throw Refusals.invalid(
                    ("publication_name: there is no publication %s: let the owner of the tables"
                                    + " run CREATE PUBLICATION %s FOR TABLE %s WITH"
                                    + " (publish_via_partition_root = true)")
                            .formatted(name, Sql.identifier(name), Tables.sql(tables.chosen())),
                    null);
        }
        Set<TableId> published = published();
        List<Tables.Table> missing =
                tables.chosen().stream().filter(table -> !published.contains(table.id())).toList();
        if (missing.isEmpty()) {
            return;
        }
        boolean partitioned = missing.stream().allMatch(Tables.Table::isPartitioned);
        String sql =
                partitioned
                        ? "SET (publish_via_partition_root = true)"
                        : "ADD TABLE " + Tables.sql(missing);
        throw Refusals.invalid(
                "publication_name: publication %s lacks %s: ALTER PUBLICATION %s %s"
                        .formatted(name, Tables.names(missing), Sql.identifier(name), sql),
                null);
    }

    String name() {
        return name;
    }

    /** Whether tables that are made later belong to it. */
    boolean coversEverything() throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT FROM pg_catalog.pg_publication WHERE pubname = ? AND"
                                + " puballtables AND pubviaroot")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private boolean exists() throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT FROM pg_catalog.pg_publication WHERE pubname = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Under the names that their changes come with. */
    private Set<TableId> published() throws SQLException {
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
