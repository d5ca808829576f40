package com.gocodealone.dataengineering.domain.cdc;

/** What the host lends to a stream. Only the host implements it, so it may grow. */
public interface StreamContext {
    /** The source's own state, kept across restarts. */
    StateStore state();

    /** How many bytes of changes the stream may hold in memory before it stops reading. */
    long maxQueuedBytes();

    /** Where to begin. */
    Begin begin();

    /**
     * Where a stream begins. Once it is open, {@link #RESUME} goes on from there, even when nothing
     * was acknowledged yet.
     */
    enum Begin {
        /** After the last acknowledged change; as the options say when there is none. */
        RESUME,
        /** With a snapshot, whatever was acknowledged: changes were lost and the user allows it. */
        SNAPSHOT,
        /**
         * With the next change, whatever was acknowledged: changes were lost, and the user agrees.
         */
        LATEST
    }
}
