package com.gocodealone.dataengineering.application.cdc.delivery;

/** What becomes of an event whose attempts are exhausted. */
public enum OnError {
    /** It is put aside on disk, and the next one comes. */
    DEAD_LETTER,
    /** The source ends; it is tried anew when somebody starts the source. */
    STOP,
    /** It is dropped, and the log says so. */
    SKIP
}
