package com.gocodealone.dataengineering.domain.cdc;

/** What happened to a row. */
public enum Operation {
    /** The row was there when the snapshot was taken. */
    READ,
    INSERT,
    UPDATE,
    DELETE,
    /** All rows of the table are gone; there is no row in the event. */
    TRUNCATE
}
