package com.gocodealone.dataengineering.domain.cdc;

/** What a provider's streams offer beyond the changes themselves. */
public enum Capability {
    /** Reads the rows that are there before it streams changes. */
    INITIAL_SNAPSHOT,
    /** The status says how many bytes the stream is behind. */
    LAG_BYTES
}
