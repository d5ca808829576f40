package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes rows of JSON objects and remembers the structure of tables, because rows of one table
 * mostly look like the last one. One thread at a time.
 */
final class RowReader {
    private static final RowType VALUE = new RowType(List.of("value"));

    private final Map<TableId, RowType> keys = new HashMap<>();
    private final Map<TableId, RowType> rows = new HashMap<>();

    /** Of the row that is being read. */
    private final List<String> columns = new ArrayList<>();

    private final List<@Nullable Object> values = new ArrayList<>();

    /** The row that {@code parser} is at; null for a truncate. */
    @Nullable Row row(TableId table, List<String> unchanged, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            Object value = Values.read(parser);
            return value == null ? null : new Row(VALUE, new @Nullable Object[] {value});
        }
        columns.clear();
        values.clear();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            columns.add(name);
            values.add(Values.read(parser));
        }
        for (String name : unchanged) {
            columns.add(name);
            values.add(Row.UNCHANGED);
        }
        return new Row(type(table), values.toArray());
    }

    private RowType type(TableId table) {
        RowType last = rows.get(table);
        if (last != null && last.columns().equals(columns)) {
            return last;
        }
        RowType type = new RowType(columns);
        rows.put(table, type);
        return type;
    }

    /** From here on the key of {@code table} is this; empty when it has none. */
    void setKey(TableId table, List<String> key) {
        if (key.isEmpty()) {
            keys.remove(table);
        } else {
            keys.put(table, new RowType(key));
        }
    }

    @Nullable Row key(TableId table, @Nullable Row row) {
        RowType type = keys.get(table);
        if (type == null || row == null) {
            return null;
        }
        @Nullable Object[] key = new @Nullable Object[type.columns().size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = row.value(type.columns().get(i));
        }
        return new Row(type, key);
    }
}
