package com.gocodealone.dataengineering.domain.migration;

import org.jspecify.annotations.Nullable;

/**
 * A row of Flyway's history.
 *
 * @param rank its place in the history
 * @param version null for a repeatable migration
 * @param type what it was, such as SQL, BASELINE or SCHEMA
 */
public record Applied(
        int rank,
        @Nullable String version,
        String description,
        String type,
        String script,
        @Nullable Integer checksum,
        boolean success) {

    boolean is(String kind) {
        return type.equals(kind);
    }
}
