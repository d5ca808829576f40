package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import com.gocodealone.dataengineering.adapters.cdc.dms.record.StreamRecord;

import java.util.List;

/**
 * What one reading of a shard gave.
 *
 * @param bytes of the records
 * @param isEnd whether the shard is closed and this was its last
 */
public record Page(String shard, List<StreamRecord> records, long bytes, boolean isEnd) {
    public Page {
        records = List.copyOf(records);
    }
}
