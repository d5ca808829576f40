package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.util.Set;

/**
 * What a stream is to read, once everything was looked at. Immutable.
 *
 * @param tables those that are there
 * @param everything whether tables that are made later are followed too
 */
record Plan(
        Database database,
        PostgresOptions options,
        String slot,
        String publication,
        Set<TableId> tables,
        boolean everything,
        Course course,
        long maxQueuedBytes) {
    Plan {
        tables = Set.copyOf(tables);
    }

    /** Whether {@code table} is followed; Debezium may match more. */
    boolean follows(TableId table) {
        return everything || tables.contains(table);
    }
}
