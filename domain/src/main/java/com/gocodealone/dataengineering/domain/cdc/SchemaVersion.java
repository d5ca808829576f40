package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The structure that a table has from a position on. A stream gives one when it first sees a table
 * and whenever its structure changes; a structure may be given again after a restart.
 *
 * @param position of the statement that changed it or, where the source does not log those, of the
 *     first change that shows it
 * @param at when that was committed
 * @param columns in order; none when the table was dropped
 * @param key the names of the key columns
 * @param ddl the statement, where the source logs it
 */
public record SchemaVersion(
        TableId table,
        Position position,
        Instant at,
        List<Column> columns,
        List<String> key,
        @Nullable String ddl) {

    public SchemaVersion {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** Whether a table of the same structure is described, wherever it stands. */
    public boolean hasStructureOf(SchemaVersion other) {
        return columns.equals(other.columns) && key.equals(other.key);
    }

    /**
     * One column.
     *
     * @param type as the source writes it, such as {@code numeric(10,2)}
     * @param nullable null when the source does not tell
     * @param number stays the same when the column is renamed; null when the source has no such
     *     number
     */
    public record Column(
            String name, String type, @Nullable Boolean nullable, @Nullable Integer number) {}
}
