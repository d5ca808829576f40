package com.gocodealone.dataengineering.domain.cdc;

/** What a provider's streams offer beyond the changes themselves. */
public enum Capability {
    /** Reads the rows that are there before it streams changes. */
    INITIAL_SNAPSHOT,
    /** Reads the rows of chosen tables, or of a new one, while changes go on. */
    SNAPSHOT,
    /** Batches say how the structure of tables changes. */
    SCHEMA_HISTORY,
    /** The status says how many bytes the stream is behind. */
    LAG_BYTES,
    /** The status says how much log the source keeps for the stream, and how near the limit is. */
    RETENTION,
    /** What the source keeps for the stream, such as a replication slot, can be given up. */
    RELEASE,
    /** Says before anything is started whether the source is as it must be. */
    DIAGNOSIS
}
