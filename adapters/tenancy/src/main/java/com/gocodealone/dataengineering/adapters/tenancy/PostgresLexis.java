package com.gocodealone.dataengineering.adapters.tenancy;

import java.util.Set;

/** PostgreSQL's way. Stateless. */
final class PostgresLexis implements Lexis {
    private static final Set<String> VERBS =
            Set.of("SELECT", "WITH", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE");

    @Override
    public Set<String> verbs() {
        return VERBS;
    }

    @Override
    public int endOfComment(String sql, int at) {
        if (sql.startsWith("--", at)) {
            return Lexis.endOfLine(sql, at);
        }
        return sql.startsWith("/*", at) ? endOfBlock(sql, at) : at;
    }

    /** A comment may hold comments. */
    private static int endOfBlock(String sql, int at) {
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

    @Override
    public int endOfQuoted(String sql, int at) {
        return switch (sql.charAt(at)) {
            case '\'', '"' -> Lexis.endOfString(sql, at, false);
            case 'e', 'E' ->
                    sql.startsWith("'", at + 1) ? Lexis.endOfString(sql, at + 1, true) : at;
            case '$' -> endOfDollars(sql, at);
            default -> at;
        };
    }

    /** {@code $tag$ … $tag$}; a parameter such as {@code $1} is none. */
    private static int endOfDollars(String sql, int at) {
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
