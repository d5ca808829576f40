package com.gocodealone.dataengineering.adapters.cdc.debezium;

import java.util.Map;

/**
 * The part of Debezium's offset that tells where it goes on.
 *
 * @param reached up to here no transaction is missing
 * @param afterSnapshot false when it is of a snapshot that has not ended
 */
record Resume(long reached, boolean afterSnapshot) {
    static Resume of(Map<?, ?> offset) {
        boolean snapshot = offset.get("snapshot") != null;
        boolean completed = Boolean.TRUE.equals(offset.get("snapshot_completed"));
        long reached = Math.max(lsn(offset, "lsn_commit"), lsn(offset, "lsn_proc"));
        return new Resume(Math.max(reached, lsn(offset, "lsn")), !snapshot || completed);
    }

    private static long lsn(Map<?, ?> offset, String key) {
        return offset.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
