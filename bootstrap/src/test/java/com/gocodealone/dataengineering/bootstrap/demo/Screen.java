package com.gocodealone.dataengineering.bootstrap.demo;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** Prints the demo for a person. Thread-safe. */
final class Screen {
    private static final String LINE = "  %-9s %-14s %-46s %9s%n";
    private static final double MICROS = 1000.0;

    synchronized void title(String text) {
        System.out.printf("%n== %s%n", text);
    }

    synchronized void say(String text) {
        System.out.printf("-- %s%n", text);
    }

    synchronized void heading() {
        System.out.printf("%n" + LINE, "what", "table", "row", "latency");
    }

    /** One change as it reached the workflow; the latency counts from the commit. */
    synchronized void change(Struct data) {
        Instant committed = Instant.parse(text(data.getFieldsOrThrow("committed_at")));
        Duration latency = Duration.between(committed, Instant.now());
        Value row =
                data.getFieldsOrThrow(
                        data.getFieldsOrThrow("after").hasStructValue() ? "after" : "before");
        System.out.printf(
                LINE,
                text(data.getFieldsOrThrow("op")),
                text(data.getFieldsOrThrow("table")),
                row(row.getStructValue()),
                "%.1f ms".formatted(latency.toNanos() / MICROS / MICROS));
    }

    private static String row(Struct row) {
        return row.getFieldsMap().entrySet().stream()
                .map(field -> field.getKey() + "=" + text(field.getValue()))
                .collect(Collectors.joining(" "));
    }

    static String text(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue();
            case NUMBER_VALUE -> number(value.getNumberValue());
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            case NULL_VALUE -> "unknown";
            default -> value.toString();
        };
    }

    private static String number(double number) {
        return number == Math.rint(number) ? "%.0f".formatted(number) : String.valueOf(number);
    }
}
