package com.gocodealone.dataengineering.adapters.tenancy;

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
    static List<TenantTable> of(Dialect dialect, Handle handle, Placement place)
            throws SQLException {
        Database.run(handle, place.enter());
        List<TenantTable> tables = new ArrayList<>();
        for (Found one : dialect.tables(handle, place)) {
            boolean exact =
                    one.bytes() < COUNTED_UP_TO_BYTES || place instanceof Placement.SharedRows;
            long rows = exact ? count(handle, one.name()) : one.estimate();
            tables.add(new TenantTable(one.name().plain(), rows, exact, one.bytes()));
        }
        return tables;
    }

    private static long count(Handle handle, TableName table) {
        return handle.select("SELECT count(*) FROM " + table).mapTo(Long.class).one();
    }

    /**
     * A table.
     *
     * @param estimate how many rows the database believes it has
     */
    record Found(TableName name, long estimate, long bytes) {}
}
