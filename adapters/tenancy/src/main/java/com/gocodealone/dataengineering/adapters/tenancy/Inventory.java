package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables of a tenant. Stateless. */
final class Inventory {
    /** Counting the rows of a larger table would take too long; the database has an estimate. */
    private static final long COUNTED_UP_TO_BYTES = 64L << 20;

    private Inventory() {}

    /** The tables in {@code place}, with rows and bytes; the transaction is inside it then. */
    static List<TenantTable> of(Handle handle, Placement place) throws SQLException {
        Database.run(handle, place.enter());
        List<TenantTable> tables = new ArrayList<>();
        for (Found one : find(handle, place)) {
            boolean exact =
                    one.bytes() < COUNTED_UP_TO_BYTES || place instanceof Placement.SharedRows;
            long rows = exact ? count(handle, one.name()) : one.estimate();
            tables.add(new TenantTable(one.name().plain(), rows, exact, one.bytes()));
        }
        return tables;
    }

    /** The names of the tables in {@code place}. */
    static List<TableName> names(Handle handle, Placement place) {
        return find(handle, place).stream().map(Found::name).toList();
    }

    private static List<Found> find(Handle handle, Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> in(handle, "n.nspname = ?", own.schema().name());
            case Placement.OwnDatabase _ ->
                    in(handle, "n.nspname !~ '^pg_' AND n.nspname <> ?", "information_schema");
            case Placement.SharedRows shared ->
                    shared.tables().stream().map(table -> new Found(table, 0, 0)).toList();
        };
    }

    /** A partition belongs to its table, which is counted as a whole. */
    private static List<Found> in(Handle handle, String condition, String name) {
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
                                new Found(
                                        new TableName(
                                                new Identifier(row.getString("nspname")),
                                                new Identifier(row.getString("relname"))),
                                        row.getLong("estimate"),
                                        row.getLong("bytes")))
                .list();
    }

    private static long count(Handle handle, TableName table) {
        return handle.select("SELECT count(*) FROM " + table).mapTo(Long.class).one();
    }

    private record Found(TableName name, long estimate, long bytes) {}
}
