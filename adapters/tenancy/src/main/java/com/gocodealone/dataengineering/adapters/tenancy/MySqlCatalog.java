package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** What MySQL or MariaDB knows of itself. Stateless. */
final class MySqlCatalog {
    private MySqlCatalog() {}

    /** A schema is a database there. */
    static Identifier databaseOf(Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> own.schema();
            case Placement.OwnDatabase own -> own.database();
            case Placement.SharedRows _ ->
                    throw new IllegalArgumentException("no row-level security in MySQL");
        };
    }

    static boolean isThere(Handle handle, Identifier database) {
        return handle.select(
                        "SELECT schema_name FROM information_schema.schemata WHERE schema_name = ?",
                        database.name())
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    static List<Identifier> having(Handle handle, List<Identifier> schemas, String table) {
        if (schemas.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(
                        "SELECT table_schema FROM information_schema.tables WHERE table_name ="
                                + " :table AND table_schema IN (<schemas>)")
                .bind("table", table)
                .bindList("schemas", schemas.stream().map(Identifier::name).toList())
                .mapTo(String.class)
                .map(schemas.getFirst()::sibling)
                .list();
    }

    static List<Inventory.Found> tables(Handle handle, Identifier database) {
        return handle.select(
                        """
                        SELECT table_name AS name, coalesce(table_rows, 0) AS estimate,
                               coalesce(data_length + index_length, 0) AS bytes
                        FROM information_schema.tables
                        WHERE table_type = 'BASE TABLE' AND table_schema = ? ORDER BY 1\
                        """,
                        database.name())
                .map(
                        (row, context) ->
                                new Inventory.Found(
                                        new TableName(
                                                database, database.sibling(row.getString("name"))),
                                        row.getLong("estimate"),
                                        row.getLong("bytes")))
                .list();
    }

    /** The server itself would refuse to drop what these refer to. */
    static List<String> outsideUsersOf(Handle handle, Identifier database) {
        return handle.select(
                        """
                        SELECT DISTINCT concat('table ', table_schema, '.', table_name)
                        FROM information_schema.key_column_usage
                        WHERE referenced_table_schema = ? AND table_schema <> ? ORDER BY 1\
                        """,
                        database.name(),
                        database.name())
                .mapTo(String.class)
                .list();
    }

    /** Who else is in the database, as far as the connection's user may see it; in words. */
    static List<String> sessionsIn(Handle handle, Identifier database) {
        return handle.select(
                        """
                        SELECT concat('the database ', db, ' is in use by session ', id, ' of ', user)
                        FROM information_schema.processlist
                        WHERE db = ? AND id <> connection_id() ORDER BY id LIMIT 5\
                        """,
                        database.name())
                .mapTo(String.class)
                .list();
    }
}
