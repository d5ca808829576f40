package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/** What tests ask of events whose tables have the key id. */
public final class Events {
    private Events() {}

    public static long id(ChangeEvent event) {
        return (Long) Objects.requireNonNull(Objects.requireNonNull(event.key()).value("id"));
    }

    /** The row after a change that has one. */
    public static Row row(ChangeEvent event) {
        return Objects.requireNonNull(event.after());
    }

    /** The values of {@code row} by column, in a form that is equal when they are. */
    public static Map<String, @Nullable Object> values(@Nullable Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Objects.requireNonNull(row)
                .forEach((column, value) -> values.put(column, comparable(value)));
        return values;
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
            case Map<?, ?> parts -> {
                Map<Object, @Nullable Object> all = new LinkedHashMap<>();
                parts.forEach((name, part) -> all.put(name, comparable(part)));
                yield all;
            }
            default -> value;
        };
    }

    public static List<Long> ids(List<ChangeEvent> events) {
        return events.stream().map(Events::id).toList();
    }

    /** Both ends included. */
    public static List<Long> range(long from, long to) {
        return new ArrayList<>(LongStream.rangeClosed(from, to).boxed().toList());
    }

    /** Waits until {@code assertion} holds. */
    public static void eventually(ThrowingRunnable assertion) {
        await().atMost(TestSource.PATIENCE).untilAsserted(assertion);
    }
}
