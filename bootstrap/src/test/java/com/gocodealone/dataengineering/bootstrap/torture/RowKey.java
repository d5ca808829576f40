package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names a row.
 *
 * @param key the key columns' values as text, with a slash between them
 */
record RowKey(TortureTable table, String key) {
    static RowKey of(TortureTable table, Map<String, @Nullable String> row) {
        return new RowKey(
                table, table.keyColumns().stream().map(row::get).collect(Collectors.joining("/")));
    }
}
