package com.gocodealone.dataengineering.adapters.tenancy;

import java.util.Set;

/** How one kind of server reads SQL, as far as statements are told apart. Stateless. */
interface Lexis {
    /** Where the comment that begins at {@code at} ends; {@code at} when none does. */
    int endOfComment(String sql, int at);

    /** Where the string or quoted name that begins at {@code at} ends; or {@code at}. */
    int endOfQuoted(String sql, int at);

    /** What a statement that reads or changes rows begins with, in upper case. */
    Set<String> verbs();

    /** Where the text in quotes that begins at {@code from} ends; a doubled quote stays inside. */
    static int endOfString(String sql, int from, boolean escapes) {
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

    /** Where the line ends. */
    static int endOfLine(String sql, int at) {
        int line = sql.indexOf('\n', at);
        return line < 0 ? sql.length() : line;
    }
}
