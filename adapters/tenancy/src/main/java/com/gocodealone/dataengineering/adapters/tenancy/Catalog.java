package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Placement;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** What the database knows of itself. Stateless. */
final class Catalog {
    private Catalog() {}

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

    private static boolean exists(Handle handle, String from, String name) {
        return handle.select("SELECT EXISTS (SELECT FROM " + from + ")", name)
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
}
