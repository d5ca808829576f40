package com.gocodealone.dataengineering.bootstrap.torture;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of the workload. Beside its key a row has a {@code rev} that no write uses twice, a
 * {@code name}, an {@code amount} and a {@code note} that may be too long for a page. Names are in
 * double quotes, for every database.
 */
enum TortureTable {
    PLAIN("plain"),
    PAIR("Zwei Schlüssel");

    /** Numbers from here on are of large transactions. */
    static final int LARGE = 100_000;

    /** Written last of all. */
    static final int END = 9_999_999;

    /** So few that transactions meet at the same rows. */
    private static final int HOT_KEYS = 150;

    private static final List<String> VALUES = List.of("rev", "name", "amount", "note");

    private final String tableName;

    TortureTable(String tableName) {
        this.tableName = tableName;
    }

    static TortureTable any(Random random) {
        return random.nextBoolean() ? PLAIN : PAIR;
    }

    static TortureTable named(String tableName) {
        return Stream.of(values())
                .filter(table -> table.tableName.equals(tableName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table " + tableName));
    }

    String tableName() {
        return tableName;
    }

    List<String> keyColumns() {
        return switch (this) {
            case PLAIN -> List.of("id");
            case PAIR -> List.of("Teil", "nr");
        };
    }

    List<Object> key(Random random) {
        return key("t" + random.nextInt(5), 1 + random.nextInt(HOT_KEYS));
    }

    /** The key of a row with that number. */
    List<Object> key(String part, int number) {
        return switch (this) {
            case PLAIN -> List.of((long) number);
            case PAIR -> List.of(part, number);
        };
    }

    /** Takes a key, then rev, name, amount, note. */
    String insert() {
        List<String> columns = Stream.concat(keyColumns().stream(), VALUES.stream()).toList();
        return "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        quoted(tableName),
                        joined(columns, "%s", ", "),
                        columns.stream().map(any -> "?").collect(Collectors.joining(", ")));
    }

    /** Takes rev, name, amount, then a key; leaves the note as it is. */
    String update() {
        return "UPDATE %s SET rev = ?, name = ?, amount = ?%s"
                .formatted(quoted(tableName), whereKey());
    }

    /** Takes rev, note, then a key. */
    String annotate() {
        return "UPDATE %s SET rev = ?, note = ?%s".formatted(quoted(tableName), whereKey());
    }

    /** Takes a new key, rev, note, then the old key. */
    String changeKey() {
        return "UPDATE %s SET %s, rev = ?, note = ?%s"
                .formatted(quoted(tableName), joined(keyColumns(), "%s = ?", ", "), whereKey());
    }

    /** Takes a key. */
    String delete() {
        return "DELETE FROM " + quoted(tableName) + whereKey();
    }

    String deleteLarge() {
        return "DELETE FROM %s WHERE %s BETWEEN %d AND %d"
                .formatted(quoted(tableName), quoted(keyColumns().getLast()), LARGE, END - 1);
    }

    String truncate() {
        return "TRUNCATE TABLE " + quoted(tableName);
    }

    String selectAll() {
        return "SELECT * FROM " + quoted(tableName);
    }

    private String whereKey() {
        return " WHERE " + joined(keyColumns(), "%s = ?", " AND ");
    }

    private static String joined(List<String> columns, String each, String between) {
        return columns.stream()
                .map(column -> each.formatted(quoted(column)))
                .collect(Collectors.joining(between));
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
