package com.gocodealone.dataengineering.adapters.testing.dms;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of PostgreSQL's test_decoding that is a change.
 *
 * @param operation INSERT, UPDATE, DELETE or TRUNCATE
 * @param before the columns of the replica identity, where they are logged
 * @param row the columns after; of a delete, those before
 */
record DecodedChange(
        String schema,
        String table,
        String operation,
        Map<String, @Nullable String> before,
        Map<String, @Nullable String> row) {

    private static final String UNCHANGED = "unchanged-toast-datum";

    static DecodedChange parse(String line) {
        Reader reader = new Reader(line, "table ".length());
        String schema = reader.identifier('.');
        String table = reader.identifier(':');
        reader.skip(" ");
        String operation = reader.until(':');
        reader.skip(" ");
        Map<String, @Nullable String> before = new LinkedHashMap<>();
        if (reader.skip("old-key: ")) {
            reader.columns(before);
            reader.skip("new-tuple: ");
        }
        Map<String, @Nullable String> row = new LinkedHashMap<>();
        if (!operation.equals("TRUNCATE")) {
            reader.columns(row);
        }
        row.replaceAll((column, value) -> UNCHANGED.equals(value) ? before.get(column) : value);
        return new DecodedChange(schema, table, operation, before, row);
    }

    /** Goes through one line. */
    private static final class Reader {
        private final String line;
        private int at;

        Reader(String line, int at) {
            this.line = line;
            this.at = at;
        }

        boolean skip(String text) {
            boolean isHere = line.startsWith(text, at);
            at += isHere ? text.length() : 0;
            return isHere;
        }

        String until(char end) {
            int stop = line.indexOf(end, at);
            String text = line.substring(at, stop);
            at = stop + 1;
            return text;
        }

        /** A name, which may be quoted, and the character behind it. */
        String identifier(char end) {
            if (line.charAt(at) != '"') {
                return until(end);
            }
            String name = quoted('"');
            at++;
            return name;
        }

        private String quoted(char quote) {
            StringBuilder text = new StringBuilder();
            at++;
            while (true) {
                if (line.charAt(at) != quote) {
                    text.append(line.charAt(at++));
                } else if (at + 1 < line.length() && line.charAt(at + 1) == quote) {
                    text.append(quote);
                    at += 2;
                } else {
                    at++;
                    return text.toString();
                }
            }
        }

        void columns(Map<String, @Nullable String> values) {
            while (at < line.length() && !line.startsWith("new-tuple: ", at)) {
                String name = identifier('[');
                at = line.indexOf("]:", at) + 2;
                values.put(name, value());
                skip(" ");
            }
        }

        private @Nullable String value() {
            if (line.charAt(at) == '\'') {
                return quoted('\'');
            }
            int stop = line.indexOf(' ', at);
            String text = line.substring(at, stop < 0 ? line.length() : stop);
            at += text.length();
            return text.equals("null") ? null : text;
        }
    }
}
