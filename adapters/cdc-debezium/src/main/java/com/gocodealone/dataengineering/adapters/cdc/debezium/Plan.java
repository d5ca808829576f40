package com.gocodealone.dataengineering.adapters.cdc.debezium;

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
        DebeziumOptions options,
        String slot,
        String publication,
        Set<TableId> tables,
        boolean everything,
        Course course,
        long maxQueuedBytes) {
    Plan {
        tables = Set.copyOf(tables);
    }

    /** What a stream gives. */
    enum Course {
        /** The rows that are there, and nothing else. */
        ROWS,
        /** The rows that are there, then the changes. */
        ROWS_THEN_CHANGES,
        /** The changes. */
        CHANGES,
        /** Nothing: the rows were all that was asked for, and they were given. */
        NOTHING;

        boolean beginsWithRows() {
            return this == ROWS || this == ROWS_THEN_CHANGES;
        }

        boolean hasChanges() {
            return this == ROWS_THEN_CHANGES || this == CHANGES;
        }
    }

    /** Whether {@code table} is followed; Debezium may match more. */
    boolean follows(TableId table) {
        return everything || tables.contains(table);
    }
}
