package com.gocodealone.dataengineering.domain.cdc;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Chooses tables by name: {@code public.orders}, {@code orders} (in any schema), with {@code *} for
 * any text and {@code ?} for one character. A pattern with upper-case letters matches only that
 * case, another matches any.
 */
public record TablePattern(String text) {
    public boolean matches(TableId table) {
        String subject = text.contains(".") ? table.toString() : table.name();
        return regex().matcher(subject).matches();
    }

    /** Whether the pattern names exactly one table. */
    public boolean isPlain() {
        return text.contains(".") && !text.contains("*") && !text.contains("?");
    }

    /** Whether any of {@code patterns} matches, or there are none. */
    public static boolean anyMatches(List<TablePattern> patterns, TableId table) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(table));
    }

    private Pattern regex() {
        StringBuilder regex = new StringBuilder();
        text.codePoints()
                .forEach(
                        c ->
                                regex.append(
                                        switch (c) {
                                            case '*' -> ".*";
                                            case '?' -> ".";
                                            default -> Pattern.quote(Character.toString(c));
                                        }));
        boolean anyCase = text.codePoints().noneMatch(Character::isUpperCase);
        int flags = anyCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
    }
}
