package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Server;
import com.gocodealone.dataengineering.domain.tenancy.Structure;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.TreeMap;

/** Reads how the tables of a tenant are made. Stateless. */
final class Structures {
    /** Names and definitions are written as the tenant's own search path shortens them. */
    private static final String POSTGRESQL =
            """
            WITH mine AS (
                SELECT c.oid, c.oid::regclass::text AS name, c.relkind
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relname <> 'flyway_schema_history'
                  AND (n.nspname = :place OR (:all AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')))
            SELECT 'table ' || name AS part, CASE relkind WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view' ELSE 'a table' END AS made
            FROM mine
            UNION ALL
            SELECT 'column ' || name || '.' || a.attname,
                   format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                   || CASE WHEN a.attidentity <> '' THEN ' GENERATED AS IDENTITY' ELSE '' END
                   || coalesce(CASE WHEN a.attgenerated <> '' THEN ' GENERATED AS ' ELSE ' DEFAULT ' END
                               || pg_get_expr(d.adbin, d.adrelid), '')
            FROM mine JOIN pg_attribute a ON a.attrelid = mine.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            UNION ALL
            SELECT 'index ' || name || '.' || i.relname, pg_get_indexdef(i.oid, 0, true)
            FROM mine JOIN pg_index x ON x.indrelid = mine.oid JOIN pg_class i ON i.oid = x.indexrelid
            UNION ALL
            SELECT 'constraint ' || name || '.' || k.conname, pg_get_constraintdef(k.oid, true)
            FROM mine JOIN pg_constraint k ON k.conrelid = mine.oid WHERE k.contype <> 'n'\
            """;

    private static final String MYSQL =
            """
            SELECT concat('table ', table_name) AS part, if(table_type = 'VIEW', 'a view', 'a table') AS made
            FROM information_schema.tables
            WHERE table_schema = :place AND table_name <> 'flyway_schema_history'
            UNION ALL
            SELECT concat('column ', table_name, '.', column_name),
                   concat(column_type, if(is_nullable = 'NO', ' NOT NULL', ''),
                          coalesce(concat(' DEFAULT ', column_default), ''), if(extra = '', '', concat(' ', extra)))
            FROM information_schema.columns
            WHERE table_schema = :place AND table_name <> 'flyway_schema_history'
            UNION ALL
            SELECT concat('index ', table_name, '.', index_name),
                   concat(if(min(non_unique) = 0, 'UNIQUE (', '('), group_concat(coalesce(column_name, 'an expression') ORDER BY seq_in_index), ')')
            FROM information_schema.statistics
            WHERE table_schema = :place AND table_name <> 'flyway_schema_history'
            GROUP BY table_name, index_name
            UNION ALL
            SELECT concat('constraint ', table_name, '.', constraint_name),
                   concat('(', group_concat(column_name ORDER BY ordinal_position), ') REFERENCES ', min(referenced_table_name),
                          ' (', group_concat(referenced_column_name ORDER BY ordinal_position), ')')
            FROM information_schema.key_column_usage
            WHERE table_schema = :place AND referenced_table_name IS NOT NULL
            GROUP BY table_name, constraint_name\
            """;

    private Structures() {}

    /** The structure of {@code place}, in whose database the transaction is. */
    static Structure read(Server server, Handle handle, Placement place) throws SQLException {
        Database.run(handle, place.enter());
        boolean ownDatabase = place instanceof Placement.OwnDatabase;
        TreeMap<String, String> parts = new TreeMap<>();
        var query =
                switch (server) {
                    case POSTGRESQL ->
                            handle.createQuery(POSTGRESQL)
                                    .bind("place", name(place))
                                    .bind("all", ownDatabase);
                    case MYSQL -> handle.createQuery(MYSQL).bind("place", name(place));
                };
        query.map((row, context) -> parts.put(row.getString("part"), row.getString("made"))).list();
        return new Structure(parts);
    }

    private static String name(Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> own.schema().name();
            case Placement.OwnDatabase own -> own.database().name();
            case Placement.SharedRows _ ->
                    throw new IllegalArgumentException("shared tables are nobody's own");
        };
    }
}
