package com.gocodealone.dataengineering.adapters.tenancy;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one statement, as far as it matters where a string, a quoted name or a comment ends. Used
 * once, by one thread.
 */
final class StatementScanner {
    private final Lexis lexis;
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
    StatementScanner(Lexis lexis, String sql, boolean marksAreOperators) {
        this.lexis = lexis;
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
        int comment = lexis.endOfComment(sql, at);
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
        int quoted = lexis.endOfQuoted(sql, at);
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
}
