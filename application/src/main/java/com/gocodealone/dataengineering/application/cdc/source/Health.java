package com.gocodealone.dataengineering.application.cdc.source;

import org.slf4j.event.Level;

/** What the lag of a source says about it. */
public enum Health {
    HEALTHY,
    WARNING,
    CRITICAL,
    /** Nothing is known about its lag. */
    UNKNOWN;

    /** How loud it is in the log. */
    public Level level() {
        return isBad() ? Level.WARN : Level.INFO;
    }

    boolean isBad() {
        return this == WARNING || this == CRITICAL;
    }
}
