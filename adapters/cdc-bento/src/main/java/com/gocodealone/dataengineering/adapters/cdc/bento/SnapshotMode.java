package com.gocodealone.dataengineering.adapters.cdc.bento;

/** What is read before the changes. */
enum SnapshotMode {
    INITIAL,
    INITIAL_ONLY,
    NEVER,
    WHEN_NEEDED
}
