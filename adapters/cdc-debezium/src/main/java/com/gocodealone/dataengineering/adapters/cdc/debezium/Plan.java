package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.util.Set;

/**
 * What a stream is to read, once everything was looked at. Immutable.
 *
 * @param snapshot whether the rows that are there come first
 */
record Plan(
        Database database,
        DebeziumOptions options,
        String slot,
        String publication,
        Set<TableId> tables,
        boolean snapshot,
        long maxQueuedBytes) {
    Plan {
        tables = Set.copyOf(tables);
    }
}
