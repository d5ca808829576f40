package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Rows of one table that were read on demand, by key and in the order of their keys. Rows may be
 * taken out of it; one thread at a time.
 *
 * @param sight what the query saw
 * @param readAt a place in the log behind everything that the rows show
 * @param description of the table
 * @param reached how far the table is once all of the rows are done
 */
public record Chunk(
        Sight sight,
        long readAt,
        Description description,
        Map<List<@Nullable Object>, Item.Read> rows,
        TableRead reached) {
    /** Whether no row of the table follows. */
    boolean isLast() {
        return !reached.isOpen();
    }

    /** Puts what is left of it into {@code queue}. */
    public void putInto(EventQueue queue) throws InterruptedException {
        for (Item.Read row : rows.values()) {
            queue.put(row);
        }
        queue.put(new Item.Boundary(null, reached));
    }
}
