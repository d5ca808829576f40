package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

/** What is read before the changes. */
public enum SnapshotMode {
    /** The rows that are there. */
    INITIAL,
    /** The rows that are there, and then no changes. */
    INITIAL_ONLY,
    /** Nothing. */
    NEVER,
    /** The rows that are there, also when changes since the last acknowledged one are lost. */
    WHEN_NEEDED
}
