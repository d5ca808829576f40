package com.gocodealone.dataengineering.adapters.cdc.tck;

/** What a source sends of a row as it was before a change. */
public enum BeforeImage {
    /** The whole row, for an update and for a delete. */
    ROW,
    /** The key of a row that was deleted; nothing for an update that leaves the key alone. */
    KEY,
    /** Nothing. */
    NONE
}
