package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

/**
 * How far the snapshot of one table is.
 *
 * @param id of the request; {@code initial} for the snapshot that a stream begins with
 * @param rows read so far
 * @param estimate about how many rows there are; null when that is not known
 * @param chunks read so far; null when the table is not read in chunks
 * @param error why it failed; null when it did not
 */
public record SnapshotProgress(
        String id,
        TableId table,
        State state,
        long rows,
        @Nullable Long estimate,
        @Nullable Long chunks,
        @Nullable String error) {

    /** What becomes of a snapshot. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        CANCELLED,
        FAILED
    }
}
