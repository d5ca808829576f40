package com.gocodealone.dataengineering.adapters.tenancy;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads SQL as PostgreSQL does, as far as it matters where a string, a quoted name or a comment
 * ends. Used once, by one thread.
 */
final class StatementScanner {
    private final String sql;
    private final boolean marksAreOperators;
    private final StringBuilder out = new StringBuilder();
    private final List<Integer> order = new ArrayList<>();
    private boolean numbers;
    private boolean ended;
    private int at;
    private int firstWordFrom = -1;
    private int firstWordTo = -1;

    /**
     * @param marksAreOperators whether {@code ?} is an operator of jsonb and not a parameter
     */
    StatementScanner(String sql, boolean marksAreOperators) {
        this.sql = sql;
        this.marksAreOperators = marksAreOperators;
    }

    StatementText scan() {
        while (at < sql.length()) {
            next();
        }
        return new StatementText(out.toString(), order);
    }

    boolean hasNumbers() {
        return numbers;
    }

    String firstWord() {
        return firstWordFrom < 0 ? "" : sql.substring(firstWordFrom, firstWordTo);
    }

    private void next() {
        int comment = endOfComment();
        if (comment > at) {
            copyTo(comment);
            return;
        }
        char c = sql.charAt(at);
        if (c == ';') {
            ended = true;
            at++;
            return;
        }
        if (ended && !Character.isWhitespace(c)) {
            throw StatementText.invalid("query: only one statement can be run at a time");
        }
        int quoted = endOfQuoted(c);
        if (quoted > at) {
            copyTo(quoted);
        } else if (Character.isJavaIdentifierStart(c) && c != '$') {
            word();
        } else {
            sign(c);
        }
    }

    private void word() {
        int end = at;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
            end++;
        }
        if (firstWordFrom < 0) {
            firstWordFrom = at;
            firstWordTo = end;
        }
        copyTo(end);
    }

    private void sign(char c) {
        int digits = at + 1;
        while (c == '$' && digits < sql.length() && Character.isDigit(sql.charAt(digits))) {
            digits++;
        }
        if (digits > at + 1) {
            parameter(sql.substring(at + 1, digits));
            at = digits;
        } else if (c == '?') {
            out.append(marksAreOperators ? "??" : "?");
            if (!marksAreOperators) {
                order.add(order.size());
            }
            at++;
        } else {
            copyTo(at + 1);
        }
    }

    private void parameter(String number) {
        if (number.length() > 4 || Integer.parseInt(number) == 0) {
            throw StatementText.invalid("query: $%s is not a parameter".formatted(number));
        }
        numbers = true;
        order.add(Integer.parseInt(number) - 1);
        out.append('?');
    }

    private void copyTo(int end) {
        out.append(sql, at, end);
        at = end;
    }

    /** Where the comment that begins here ends; here, when none does. */
    private int endOfComment() {
        if (sql.startsWith("--", at)) {
            int line = sql.indexOf('\n', at);
            return line < 0 ? sql.length() : line;
        }
        return sql.startsWith("/*", at) ? endOfBlock() : at;
    }

    /** A comment may hold comments. */
    private int endOfBlock() {
        int depth = 0;
        for (int i = at; i < sql.length() - 1; i++) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i++;
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        return sql.length();
    }

    private int endOfQuoted(char c) {
        return switch (c) {
            case '\'' -> endOfString(at, false);
            case '"' -> endOfString(at, false);
            case 'e', 'E' -> sql.startsWith("'", at + 1) ? endOfString(at + 1, true) : at;
            case '$' -> endOfDollars();
            default -> at;
        };
    }

    private int endOfString(int from, boolean escapes) {
        char quote = sql.charAt(from);
        for (int i = from + 1; i < sql.length(); i++) {
            if (escapes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                return i + 1;
            }
        }
        return sql.length();
    }

    /** {@code $tag$ … $tag$}; a parameter such as {@code $1} is none. */
    private int endOfDollars() {
        int close = sql.indexOf('$', at + 1);
        String tag = close < 0 ? "" : sql.substring(at + 1, close);
        boolean opens =
                close > 0
                        && (tag.isEmpty() || !Character.isDigit(tag.charAt(0)))
                        && tag.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        if (!opens) {
            return at;
        }
        String mark = "$" + tag + "$";
        int end = sql.indexOf(mark, close + 1);
        return end < 0 ? sql.length() : end + mark.length();
    }
}
