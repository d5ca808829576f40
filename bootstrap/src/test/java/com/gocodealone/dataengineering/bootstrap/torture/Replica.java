package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The tables as somebody has them who only knows the events, applied by key as they come. */
final class Replica {
    private final Map<RowKey, Map<String, @Nullable String>> rows = new LinkedHashMap<>();

    static Replica of(List<Delivery> deliveries) {
        Replica replica = new Replica();
        deliveries.forEach(replica::apply);
        return replica;
    }

    private void apply(Delivery event) {
        RowKey key = event.key();
        if (key == null) {
            rows.keySet().removeIf(row -> row.table() == event.table());
            return;
        }
        Map<String, @Nullable String> after = event.after();
        if (after == null) {
            rows.remove(key);
            return;
        }
        Map<String, @Nullable String> row = new HashMap<>(after);
        Map<String, @Nullable String> old = old(event, key);
        event.unchanged().forEach(column -> row.put(column, old.get(column)));
        rows.put(key, row);
    }

    /** A provider may report a changed key as an UPDATE; then the row leaves its old place. */
    private Map<String, @Nullable String> old(Delivery event, RowKey key) {
        Map<String, @Nullable String> before = event.before();
        RowKey oldKey = before == null ? key : RowKey.of(event.table(), before);
        Map<String, @Nullable String> old =
                oldKey.equals(key) ? rows.get(key) : rows.remove(oldKey);
        return old == null ? Map.of() : old;
    }

    /** The first row that differs from {@code source}, where a missing column is a null. */
    @Nullable RowKey firstDifference(Map<RowKey, Map<String, @Nullable String>> source) {
        Set<RowKey> keys = new HashSet<>(source.keySet());
        keys.addAll(rows.keySet());
        return keys.stream()
                .filter(key -> differs(source.get(key), rows.get(key)))
                .min(Comparator.comparing(RowKey::toString))
                .orElse(null);
    }

    @Nullable Map<String, @Nullable String> row(RowKey key) {
        return rows.get(key);
    }

    private static boolean differs(
            @Nullable Map<String, @Nullable String> there,
            @Nullable Map<String, @Nullable String> here) {
        if (there == null || here == null) {
            return there != null || here != null;
        }
        return there.entrySet().stream()
                .anyMatch(column -> !Objects.equals(column.getValue(), here.get(column.getKey())));
    }
}
