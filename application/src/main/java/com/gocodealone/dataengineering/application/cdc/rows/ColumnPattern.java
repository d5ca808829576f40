package com.gocodealone.dataengineering.application.cdc.rows;

import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Chooses columns by name: {@code email} (in any table), {@code orders.email}, {@code
 * public.orders.email}, with {@code *} and {@code ?} as in tables.
 *
 * @param table null for any
 * @param column a name that is matched like that of a table without a schema
 */
record ColumnPattern(@Nullable TablePattern table, TablePattern column) {
    static ColumnPattern of(String text) {
        int dot = text.lastIndexOf('.');
        return dot < 0
                ? new ColumnPattern(null, new TablePattern(text))
                : new ColumnPattern(
                        new TablePattern(text.substring(0, dot)),
                        new TablePattern(text.substring(dot + 1)));
    }

    static List<ColumnPattern> of(List<String> texts) {
        return texts.stream().map(ColumnPattern::of).toList();
    }

    boolean matches(TableId ofTable, String name) {
        return (table == null || table.matches(ofTable)) && column.matches(new TableId("", name));
    }

    static boolean anyMatches(List<ColumnPattern> patterns, TableId table, String column) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(table, column));
    }
}
