package com.gocodealone.dataengineering.adapters.tenancy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes a script apart as the mysql client does, DELIMITER included. A procedure, function, trigger
 * or event in a script without DELIMITER stays together with all that follows it: the server finds
 * its end. Used once, by one thread.
 */
final class MySqlStatements {
    private static final Pattern COMPOUND =
            Pattern.compile(
                    "(?:CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:DEFINER\\s*=\\s*\\S+\\s+)?(?:AGGREGATE\\s+)?(?:PROCEDURE|FUNCTION|TRIGGER|EVENT|PACKAGE)|BEGIN\\s+NOT\\s+ATOMIC)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final String DELIMITER = "DELIMITER ";

    private final Lexis lexis = new MySqlLexis();
    private final String script;
    private final List<Piece> pieces = new ArrayList<>();
    private String delimiter = ";";
    private int at;

    /** Where the statement begins, after spaces and comments; -1 before that. */
    private int begin = -1;

    private MySqlStatements(String script) {
        this.script = script;
    }

    /**
     * What is sent at once.
     *
     * @param isOne whether it is known to be one statement
     */
    record Piece(String sql, boolean isOne) {}

    static List<Piece> of(String script) {
        return new MySqlStatements(script).split();
    }

    private List<Piece> split() {
        while (at < script.length()) {
            if (begin < 0) {
                seekBegin();
            } else {
                seekEnd();
            }
        }
        take(script.length(), 0);
        return pieces;
    }

    private void seekBegin() {
        int comment = lexis.endOfComment(script, at);
        boolean runs = script.startsWith("/*!", at) || script.startsWith("/*M!", at);
        if (comment > at && !runs) {
            at = comment;
        } else if (script.regionMatches(true, at, DELIMITER, 0, DELIMITER.length())) {
            int line = Lexis.endOfLine(script, at);
            delimiter = script.substring(at + DELIMITER.length(), line).strip();
            at = line;
        } else if (Character.isWhitespace(script.charAt(at))) {
            at++;
        } else if (script.startsWith(delimiter, at)) {
            at += delimiter.length();
        } else {
            begin = at;
            takeCompound();
        }
    }

    private void takeCompound() {
        boolean compound = COMPOUND.matcher(script).region(begin, script.length()).lookingAt();
        if (compound && delimiter.equals(";")) {
            pieces.add(new Piece(script.substring(begin), false));
            at = script.length();
            begin = -1;
        }
    }

    private void seekEnd() {
        int end = Math.max(lexis.endOfComment(script, at), lexis.endOfQuoted(script, at));
        if (end > at) {
            at = end;
        } else if (script.startsWith(delimiter, at)) {
            take(at, delimiter.length());
        } else {
            at++;
        }
    }

    private void take(int end, int skip) {
        if (begin >= 0) {
            pieces.add(new Piece(script.substring(begin, end), true));
        }
        begin = -1;
        at = end + skip;
    }
}
