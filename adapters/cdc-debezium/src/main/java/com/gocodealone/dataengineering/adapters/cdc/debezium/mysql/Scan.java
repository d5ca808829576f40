package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which tables a source follows: those its patterns choose, or all of its database, or of all that
 * are not the server's own. Immutable.
 */
record Scan(String sourceId, List<TablePattern> patterns, @Nullable String database) {
    private static final Set<String> OF_THE_SERVER =
            Set.of("mysql", "information_schema", "performance_schema", "sys");
    private static final Pattern SPECIAL = Pattern.compile("[^A-Za-z0-9_]");

    Scan {
        patterns = List.copyOf(patterns);
    }

    static Scan of(SourceSpec source, Dsn dsn) {
        return new Scan(source.sourceId(), source.patterns(), dsn.database());
    }

    boolean chooses(TableId table) {
        if (OF_THE_SERVER.contains(table.schema().toLowerCase(Locale.ROOT))) {
            return false;
        }
        return patterns.isEmpty()
                ? database == null || database.equals(table.schema())
                : TablePattern.anyMatches(patterns, table);
    }

    /** The same as Debezium wants it: regular expressions of whole names, parted by commas. */
    String includeList() {
        if (patterns.isEmpty()) {
            return database == null ? ".*" : "(?-i)" + quoted(database) + "\\..*";
        }
        return patterns.stream().map(Scan::expression).collect(Collectors.joining(","));
    }

    private static String expression(TablePattern pattern) {
        String text = pattern.text();
        boolean exactCase = text.codePoints().anyMatch(Character::isUpperCase);
        String schema = text.contains(".") ? "" : ".*\\.";
        return (exactCase ? "(?-i)" : "") + schema + quoted(text);
    }

    private static String quoted(String text) {
        return SPECIAL.matcher(text)
                .replaceAll(
                        special ->
                                switch (special.group()) {
                                    case "*" -> ".*";
                                    case "?" -> ".";
                                    default ->
                                            "\\\\x{%x}".formatted(special.group().codePointAt(0));
                                });
    }
}
