package com.gocodealone.dataengineering.bootstrap.torture;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An event as a pipeline got it, with every value as text. Two of them are equal when all that the
 * pipeline saw is.
 *
 * @param unchanged columns that are missing from {@code after} because they did not change
 */
record Delivery(
        String eventId,
        String op,
        TortureTable table,
        @Nullable Map<String, @Nullable String> before,
        @Nullable Map<String, @Nullable String> after,
        Set<String> unchanged,
        List<@Nullable String> origin) {

    static Delivery of(Struct event) {
        String name = event.getFieldsOrThrow("table").getStringValue();
        return new Delivery(
                event.getFieldsOrThrow("event_id").getStringValue(),
                event.getFieldsOrThrow("op").getStringValue(),
                TortureTable.named(name.substring(name.indexOf('.') + 1)),
                row(event.getFieldsOrThrow("before")),
                row(event.getFieldsOrThrow("after")),
                Set.copyOf(texts(event.getFieldsOrThrow("unchanged_columns"))),
                Arrays.asList(
                        text(event.getFieldsOrThrow("position")),
                        text(event.getFieldsOrThrow("transaction")),
                        text(event.getFieldsOrThrow("committed_at"))));
    }

    boolean isOfSnapshot() {
        return op.equals("READ");
    }

    boolean isTruncate() {
        return op.equals("TRUNCATE");
    }

    /** The row it is about; null for TRUNCATE. */
    @Nullable RowKey key() {
        Map<String, @Nullable String> row = after == null ? before : after;
        return row == null ? null : RowKey.of(table, row);
    }

    /** What it says of its row. */
    Step step() {
        return new Step(op, after == null ? null : after.get("rev"));
    }

    private static @Nullable Map<String, @Nullable String> row(Value value) {
        if (!value.hasStructValue()) {
            return null;
        }
        Map<String, @Nullable String> row = new HashMap<>();
        value.getStructValue().getFieldsMap().forEach((name, one) -> row.put(name, text(one)));
        return row;
    }

    private static List<String> texts(Value list) {
        return list.getListValue().getValuesList().stream().map(Value::getStringValue).toList();
    }

    private static @Nullable String text(Value value) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> null;
            case STRING_VALUE -> value.getStringValue();
            case NUMBER_VALUE -> number(value.getNumberValue());
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            case STRUCT_VALUE, LIST_VALUE -> value.toString();
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
