package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far each of MariaDB's replication domains is, such as {@code 0-7-123}. Immutable.
 *
 * @param reached the highest sequence number, by domain
 */
record MariaDbGtids(Map<Long, Long> reached) {
    MariaDbGtids {
        reached = Map.copyOf(reached);
    }

    static MariaDbGtids parse(@Nullable String text) {
        Map<Long, Long> reached = new TreeMap<>();
        if (text != null && !text.isBlank()) {
            for (String gtid : text.split(",", -1)) {
                String[] parts = gtid.strip().split("-", -1);
                reached.merge(Long.valueOf(parts[0]), Long.valueOf(parts[2]), Math::max);
            }
        }
        return new MariaDbGtids(reached);
    }

    /** Whether nothing of {@code other} is beyond this. */
    boolean covers(MariaDbGtids other) {
        return other.reached.entrySet().stream()
                .allMatch(entry -> reached.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
    }

    @Override
    public String toString() {
        return reached.entrySet().stream()
                .map(entry -> "%d-…-%d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
