package com.gocodealone.dataengineering.adapters.tenancy;

import java.util.Set;

/** MySQL's and MariaDB's way. Stateless. */
final class MySqlLexis implements Lexis {
    private static final Set<String> VERBS =
            Set.of("SELECT", "WITH", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "REPLACE");

    @Override
    public Set<String> verbs() {
        return VERBS;
    }

    /** Two dashes begin a comment only before a space. */
    @Override
    public int endOfComment(String sql, int at) {
        boolean dashes =
                sql.startsWith("--", at)
                        && (at + 2 == sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
        if (dashes || sql.charAt(at) == '#') {
            return Lexis.endOfLine(sql, at);
        }
        if (!sql.startsWith("/*", at)) {
            return at;
        }
        int end = sql.indexOf("*/", at + 2);
        return end < 0 ? sql.length() : end + 2;
    }

    @Override
    public int endOfQuoted(String sql, int at) {
        return switch (sql.charAt(at)) {
            case '\'', '"' -> Lexis.endOfString(sql, at, true);
            case '`' -> Lexis.endOfString(sql, at, false);
            default -> at;
        };
    }
}
