package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A wish to read rows that are there, while changes go on.
 *
 * @param id names the snapshot in the status, and for cancelling it
 * @param tables what to read; a table that the stream does not follow yet joins it
 * @param condition only rows for which this holds, in the source's own SQL; null means all
 */
public record SnapshotRequest(String id, List<TableId> tables, @Nullable String condition) {
    public SnapshotRequest {
        tables = List.copyOf(tables);
    }
}
