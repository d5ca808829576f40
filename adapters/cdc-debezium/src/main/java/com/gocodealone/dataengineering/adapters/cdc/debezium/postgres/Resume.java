package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The part of Debezium's offset that tells where it goes on.
 *
 * @param reached up to here no transaction is missing
 * @param afterSnapshot false when it is of a snapshot that has not ended
 */
record Resume(long reached, boolean afterSnapshot) {
    /** Null when there is none to go on from, also when it is of a snapshot that never ended. */
    static @Nullable Resume of(Offsets offsets) {
        Map<?, ?> offset = offsets.offset();
        Resume resume = offset == null ? null : of(offset);
        return resume == null || !resume.afterSnapshot() ? null : resume;
    }

    private static Resume of(Map<?, ?> offset) {
        boolean snapshot = offset.get("snapshot") != null;
        boolean completed = Boolean.TRUE.equals(offset.get("snapshot_completed"));
        long reached = Math.max(lsn(offset, "lsn_commit"), lsn(offset, "lsn_proc"));
        return new Resume(Math.max(reached, lsn(offset, "lsn")), !snapshot || completed);
    }

    private static long lsn(Map<?, ?> offset, String key) {
        return offset.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
