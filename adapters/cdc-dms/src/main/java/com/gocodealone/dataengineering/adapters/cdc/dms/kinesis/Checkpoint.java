package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How far a shard is done with.
 *
 * @param sequence of the last record that is; null when no record is yet
 * @param isEnd whether all of it is
 * @param until what arrived up to then is done with
 */
record Checkpoint(@Nullable String sequence, boolean isEnd, Instant until) {
    Checkpoint reached(String record, Instant arrivedAt) {
        return new Checkpoint(record, isEnd, arrivedAt);
    }

    Checkpoint ended() {
        return new Checkpoint(sequence, true, until);
    }

    Checkpoint seenIdle(Instant at) {
        return new Checkpoint(sequence, isEnd, at);
    }
}
