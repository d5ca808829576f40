package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One change in a journal.
 *
 * @param index its place in its transaction
 * @param last of its transaction
 * @param before the note that the row had
 * @param after the note that the row has
 * @param amount another column
 */
record Entry(
        long transaction,
        int index,
        boolean last,
        String table,
        Kind kind,
        long id,
        @Nullable String before,
        @Nullable String after,
        @Nullable String amount,
        long at) {
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    private static final String NULL = "-";

    String line() {
        return String.join(
                "\t",
                Long.toString(transaction),
                Integer.toString(index),
                Boolean.toString(last),
                table,
                kind.name(),
                Long.toString(id),
                escaped(before),
                escaped(after),
                escaped(amount),
                Long.toString(at));
    }

    static Entry parse(String line) {
        List<String> parts = List.of(line.split("\t", -1));
        return new Entry(
                Long.parseLong(parts.get(0)),
                Integer.parseInt(parts.get(1)),
                Boolean.parseBoolean(parts.get(2)),
                parts.get(3),
                Kind.valueOf(parts.get(4)),
                Long.parseLong(parts.get(5)),
                unescaped(parts.get(6)),
                unescaped(parts.get(7)),
                unescaped(parts.get(8)),
                Long.parseLong(parts.get(9)));
    }

    private static String escaped(@Nullable String text) {
        return text == null
                ? NULL
                : "=" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    }

    private static @Nullable String unescaped(String text) {
        return text.equals(NULL) ? null : text.substring(1).translateEscapes();
    }
}
