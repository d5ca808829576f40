package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** What PostgreSQL knows of itself. Stateless. */
final class PostgresCatalog {
    private PostgresCatalog() {}

    /** Whether there is such a place; shared tables always are. */
    static boolean isThere(Handle handle, Placement place) {
        return switch (place) {
            case Placement.OwnSchema own ->
                    exists(handle, "pg_namespace WHERE nspname = ?", own.schema().name());
            case Placement.OwnDatabase own ->
                    exists(handle, "pg_database WHERE datname = ?", own.database().name());
            case Placement.SharedRows _ -> true;
        };
    }

    static boolean isThere(Handle handle, TableName table) {
        return exists(
                handle,
                "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND"
                        + " c.relname = ?",
                table.schema().name(),
                table.table().name());
    }

    private static boolean exists(Handle handle, String from, Object... names) {
        return handle.select("SELECT EXISTS (SELECT FROM " + from + ")", names)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * What outside of the place needs something inside, in words: a DROP with CASCADE would take it
     * along.
     */
    static List<String> outsideUsersOf(Handle handle, Placement.OwnSchema place) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT 'table ' || conrelid::regclass::text
                        FROM pg_constraint k
                        JOIN pg_class mine ON mine.oid = k.confrelid
                        JOIN pg_class theirs ON theirs.oid = k.conrelid
                        WHERE mine.relnamespace = to_regnamespace(:schema)
                          AND theirs.relnamespace <> mine.relnamespace
                        UNION
                        SELECT 'view ' || r.ev_class::regclass::text
                        FROM pg_depend d
                        JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
                        JOIN pg_class mine ON mine.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
                        JOIN pg_class theirs ON theirs.oid = r.ev_class
                        WHERE mine.relnamespace = to_regnamespace(:schema)
                          AND theirs.relnamespace <> mine.relnamespace
                        ORDER BY 1\
                        """)
                .bind("schema", place.schema().toString())
                .mapTo(String.class)
                .list();
    }

    static List<Inventory.Found> tables(Handle handle, Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> in(handle, "n.nspname = ?", own.schema().name());
            case Placement.OwnDatabase _ ->
                    in(handle, "n.nspname !~ '^pg_' AND n.nspname <> ?", "information_schema");
            case Placement.SharedRows shared ->
                    shared.tables().stream()
                            .map(table -> new Inventory.Found(table, 0, 0))
                            .toList();
        };
    }

    /** A partition belongs to its table, which is counted as a whole. */
    private static List<Inventory.Found> in(Handle handle, String condition, String name) {
        return handle.select(
                        """
                        SELECT n.nspname, c.relname, greatest(c.reltuples, 0)::bigint AS estimate,
                               coalesce((SELECT sum(pg_total_relation_size(p.relid))
                                         FROM pg_partition_tree(c.oid) p),
                                        pg_total_relation_size(c.oid))::bigint AS bytes
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND %s
                        ORDER BY 1, 2\
                        """
                                .formatted(condition),
                        name)
                .map(
                        (row, context) ->
                                new Inventory.Found(
                                        new TableName(
                                                new Identifier(row.getString("nspname")),
                                                new Identifier(row.getString("relname"))),
                                        row.getLong("estimate"),
                                        row.getLong("bytes")))
                .list();
    }

    /** Looks each one up: a join would read every table of this name, one for each tenant. */
    static List<Identifier> having(Handle handle, List<Identifier> schemas, String table) {
        return handle.createQuery(
                        "SELECT one FROM unnest(:schemas) one WHERE to_regclass(quote_ident(one) ||"
                                + " '.' || quote_ident(:table)) IS NOT NULL")
                .bind("table", table)
                .bindArray("schemas", String.class, schemas.stream().map(Identifier::name).toList())
                .mapTo(String.class)
                .map(Identifier::new)
                .list();
    }

    /**
     * Who, as far as can be seen, holds locks on tables in schemas or databases of these names, or
     * on these tables; in words.
     */
    static List<String> lockHolders(Handle handle, List<String> places, List<String> tables) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT format('%s.%s is locked by session %s of %s (%s)',
                               n.nspname, c.relname, a.pid, a.usename, a.state)
                        FROM pg_locks l
                        JOIN pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p')
                        JOIN pg_namespace n ON n.oid = c.relnamespace
                        JOIN pg_stat_activity a ON a.pid = l.pid
                        WHERE l.granted AND a.pid <> pg_backend_pid()
                          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                          AND (n.nspname = ANY (:places) OR n.nspname || '.' || c.relname = ANY (:tables))
                        UNION
                        SELECT format('the database %s is in use by session %s of %s (%s)',
                               datname, pid, usename, state)
                        FROM pg_stat_activity
                        WHERE datname = ANY (:places) AND datname <> current_database()
                        ORDER BY 1 LIMIT 5\
                        """)
                .bindArray("places", String.class, places)
                .bindArray("tables", String.class, tables)
                .mapTo(String.class)
                .list();
    }
}
