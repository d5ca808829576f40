package com.gocodealone.dataengineering.domain.cdc;

/** What the host lends to a stream. Only the host implements it, so it may grow. */
public interface StreamContext {
    /** The source's own state, kept across restarts. */
    StateStore state();

    /** How many bytes of changes the stream may hold in memory before it stops reading. */
    long maxQueuedBytes();
}
