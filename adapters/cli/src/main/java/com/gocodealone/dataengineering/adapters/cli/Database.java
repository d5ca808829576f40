package com.gocodealone.dataengineering.adapters.cli;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database as a person names it, such as {@code postgres://user@host/shop}. */
record Database(String connection, String type) {
    private static final Pattern CONNECTION =
            Pattern.compile("(?:jdbc:)?(?<kind>[a-zA-Z]+)://.*", Pattern.DOTALL);

    /** The database that {@code text} names, when it names one. */
    static Optional<Database> of(String text) {
        Matcher connection = CONNECTION.matcher(text);
        if (!connection.matches()) {
            return Optional.empty();
        }
        String kind = connection.group("kind").toLowerCase(Locale.ROOT);
        return Optional.of(new Database(text, kind.equals("postgresql") ? "postgres" : kind));
    }

    /** The keys of a {@code cdc.source} that follows {@code tables} of it. */
    Map<String, @Nullable Object> source(String sourceId, List<String> tables) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("source_id", sourceId);
        keys.put("provider", "debezium");
        keys.put("source_type", type);
        keys.put("connection", connection);
        keys.put("tables", tables);
        return keys;
    }

    /** Never prints the connection, which may hold a password. */
    @Override
    public String toString() {
        return type;
    }
}
