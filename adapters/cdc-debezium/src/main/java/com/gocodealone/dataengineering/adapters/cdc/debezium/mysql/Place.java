package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A place in a server's binary log.
 *
 * @param gtids of all transactions before it; null when they have none
 */
record Place(String file, long offset, @Nullable String gtids) {
    /** No file is longer than this many bits can count. */
    private static final int OFFSET_BITS = 40;

    /** Where a stream goes on; null when nowhere, also when its snapshot never ended. */
    static @Nullable Place resume(Offsets offsets) {
        Map<?, ?> stored = offsets.offset();
        if (stored == null) {
            return null;
        }
        boolean ofRows = stored.get("snapshot") != null;
        boolean complete = Boolean.TRUE.equals(stored.get("snapshot_completed"));
        return ofRows && !complete ? null : of(stored);
    }

    /** Of Debezium's offset. */
    static @Nullable Place of(Map<?, ?> offset) {
        return offset.get("file") instanceof String file && offset.get("pos") instanceof Number at
                ? new Place(file, at.longValue(), (String) offset.get("gtids"))
                : null;
    }

    /** Greater for places further behind, in the binary log of one server. */
    long number() {
        long numberOfFile = Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
        return numberOfFile << OFFSET_BITS | offset;
    }

    /** As Debezium stores it. */
    String json() {
        String known = gtids == null || gtids.isEmpty() ? "" : ",\"gtids\":\"%s\"".formatted(gtids);
        return "{\"file\":\"%s\",\"pos\":%d%s}".formatted(file, offset, known);
    }

    @Override
    public String toString() {
        return gtids == null || gtids.isEmpty()
                ? file + ":" + offset
                : "%s:%d (%s)".formatted(file, offset, gtids);
    }
}
