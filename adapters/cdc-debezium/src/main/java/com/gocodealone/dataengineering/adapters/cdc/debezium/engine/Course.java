package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

/** What a stream gives. */
public enum Course {
    /** The rows that are there, and nothing else. */
    ROWS,
    /** The rows that are there, then the changes. */
    ROWS_THEN_CHANGES,
    /** The changes. */
    CHANGES,
    /** Nothing: the rows were all that was asked for, and they were given. */
    NOTHING;

    public boolean beginsWithRows() {
        return this == ROWS || this == ROWS_THEN_CHANGES;
    }

    public boolean hasChanges() {
        return this == ROWS_THEN_CHANGES || this == CHANGES;
    }
}
