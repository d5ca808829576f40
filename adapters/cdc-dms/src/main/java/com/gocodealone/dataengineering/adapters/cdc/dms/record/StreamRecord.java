package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import java.time.Instant;

/**
 * One record as the stream holds it.
 *
 * @param shard it is in
 * @param sequence its place in the shard
 * @param arrivedAt when the stream took it
 * @param data what DMS wrote; whoever makes a record gives the array away
 */
@SuppressWarnings("ArrayRecordComponent") // A record is read once; nobody compares two.
public record StreamRecord(String shard, String sequence, Instant arrivedAt, byte[] data) {
    /** The name of a place that nothing else names. */
    String place() {
        return shard + "/" + sequence;
    }
}
