package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The structure of a table as its changes have it. Immutable.
 *
 * @param key the names of the key columns
 */
public record Description(List<SchemaVersion.Column> columns, List<String> key) {
    /** Of a table that was not seen yet. */
    public static final Description UNKNOWN = new Description(List.of(), List.of());

    public Description {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** The column of this name; null when there is none. */
    public SchemaVersion.@Nullable Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
