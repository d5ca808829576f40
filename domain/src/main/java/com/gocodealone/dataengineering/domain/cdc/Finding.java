package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at before a source is started.
 *
 * @param subject what was looked at, such as {@code wal_level}
 * @param fact what is so, in a sentence
 * @param repair the statement that puts it right; null when nothing is wrong or no statement does
 */
public record Finding(Grade grade, String subject, String fact, @Nullable String repair) {
    /** How bad it is. */
    public enum Grade {
        /** As it must be. */
        OK,
        /** The source starts, and this will hurt some day. */
        WARNING,
        /** The source cannot start. */
        ERROR
    }
}
