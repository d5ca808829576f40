package com.gocodealone.dataengineering.application.cdc.delivery;

/** What becomes of an event that alone is larger than the engine takes. */
public enum OnOversize {
    /** It is put aside on disk, and the next one comes. */
    DEAD_LETTER,
    /** Its longest values are cut, and named. */
    TRUNCATE,
    /** The source ends. */
    FAIL
}
