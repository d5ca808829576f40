package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.config.Doc;

/** Which events a trigger may have under way at the same time. */
public enum Order {
    /** One after another, as they were committed. */
    @Doc("one after another, as they were committed")
    SOURCE,
    /** Those of different tables; those of one table one after another. */
    @Doc("those of different tables at the same time")
    TABLE,
    /** Those of different primary keys; those of one key one after another. */
    @Doc("those of different primary keys at the same time")
    KEY;

    private static final int USUAL_TABLES = 4;
    private static final int USUAL_KEYS = 16;

    /** How many workflows run at the same time unless a trigger says it. */
    int usualInFlight() {
        return switch (this) {
            case SOURCE -> 1;
            case TABLE -> USUAL_TABLES;
            case KEY -> USUAL_KEYS;
        };
    }
}
