package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.gocodealone.dataengineering.domain.cdc.TableId;

/** Where a table's structure is kept in the source's state. */
public final class TableMemory {
    private TableMemory() {}

    /** The key of {@code table}. */
    public static String key(TableId table) {
        return "dms.table." + table;
    }
}
