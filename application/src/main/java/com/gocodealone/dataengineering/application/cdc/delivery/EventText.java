package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.config.Fields;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * An event as text, from which every value comes back as it was. Each value is a letter for its
 * type, a length, a colon, and that many characters or items. Read once, by one thread.
 */
public final class EventText {
    private static final char NULL = 'n';
    private static final char UNCHANGED = 'u';
    private static final char LIST = 'L';
    private static final char MAP = 'M';
    private static final char ROW = 'R';
    private static final char TEXT = 's';
    private static final char BYTES = 'x';

    private record Scalar(char tag, Class<?> type, Function<String, Object> read) {}

    private static final List<Scalar> SCALARS =
            List.of(
                    new Scalar(TEXT, String.class, text -> text),
                    new Scalar(BYTES, byte[].class, text -> Base64.getDecoder().decode(text)),
                    new Scalar('b', Boolean.class, Boolean::valueOf),
                    new Scalar('i', Integer.class, Integer::valueOf),
                    new Scalar('l', Long.class, Long::valueOf),
                    new Scalar('h', Short.class, Short::valueOf),
                    new Scalar('y', Byte.class, Byte::valueOf),
                    new Scalar('f', Float.class, Float::valueOf),
                    new Scalar('d', Double.class, Double::valueOf),
                    new Scalar('e', BigDecimal.class, BigDecimal::new),
                    new Scalar('g', BigInteger.class, BigInteger::new),
                    new Scalar('U', UUID.class, UUID::fromString),
                    new Scalar('I', Instant.class, Instant::parse),
                    new Scalar('D', LocalDate.class, LocalDate::parse),
                    new Scalar('T', LocalTime.class, LocalTime::parse),
                    new Scalar('C', LocalDateTime.class, LocalDateTime::parse),
                    new Scalar('O', OffsetDateTime.class, OffsetDateTime::parse),
                    new Scalar('P', OffsetTime.class, OffsetTime::parse),
                    new Scalar('Z', ZonedDateTime.class, ZonedDateTime::parse));

    private final String text;
    private int next;

    private EventText(String text) {
        this.text = text;
    }

    static String write(EventData data) {
        StringBuilder text = new StringBuilder();
        write(Fields.of(data), text);
        return text.toString();
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case null -> begin(NULL, 0, text);
            case Row row -> {
                begin(ROW, row.type().columns().size(), text);
                for (int i = 0; i < row.type().columns().size(); i++) {
                    write(row.type().columns().get(i), text);
                    write(row.value(i), text);
                }
            }
            case Map<?, ?> map -> {
                begin(MAP, map.size(), text);
                map.forEach(
                        (key, item) -> {
                            write(String.valueOf(key), text);
                            write(item, text);
                        });
            }
            case Collection<?> items -> {
                begin(LIST, items.size(), text);
                items.forEach(item -> write(item, text));
            }
            default -> writeScalar(value, text);
        }
    }

    private static void writeScalar(Object value, StringBuilder text) {
        if (Row.isUnchanged(value)) {
            begin(UNCHANGED, 0, text);
            return;
        }
        String shown =
                value instanceof byte[] bytes
                        ? Base64.getEncoder().encodeToString(bytes)
                        : value.toString();
        char tag =
                SCALARS.stream()
                        .filter(scalar -> scalar.type() == value.getClass())
                        .findFirst()
                        .map(Scalar::tag)
                        .orElse(TEXT);
        begin(tag, shown.length(), text);
        text.append(shown);
    }

    private static void begin(char tag, int length, StringBuilder text) {
        text.append(tag).append(length).append(':');
    }

    /**
     * The event that was written.
     *
     * @throws IllegalArgumentException when {@code text} is not one
     */
    public static EventData read(String text) {
        try {
            Map<?, ?> keys = (Map<?, ?>) Objects.requireNonNull(new EventText(text).value());
            return new EventData(
                    of(keys, "event_id", String.class),
                    of(keys, "source_id", String.class),
                    of(keys, "op", String.class),
                    of(keys, "table", String.class),
                    of(keys, "schema", String.class),
                    (Row) keys.get("key"),
                    (Row) keys.get("before"),
                    (Row) keys.get("after"),
                    words(keys.get("unchanged_columns")),
                    words(keys.get("truncated_columns")),
                    of(keys, "committed_at", Instant.class),
                    of(keys, "position", String.class),
                    (String) keys.get("transaction"),
                    of(keys, "snapshot", Boolean.class));
        } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
            throw new IllegalArgumentException("not an event", e);
        }
    }

    private static <T> T of(Map<?, ?> keys, String key, Class<T> type) {
        return type.cast(Objects.requireNonNull(keys.get(key)));
    }

    private static List<String> words(@Nullable Object list) {
        return list instanceof List<?> words
                ? words.stream().map(String::valueOf).toList()
                : List.of();
    }

    private @Nullable Object value() {
        char tag = text.charAt(next);
        int colon = text.indexOf(':', next);
        int length = Integer.parseInt(text, next + 1, colon, 10);
        next = colon + 1;
        return switch (tag) {
            case NULL -> null;
            case UNCHANGED -> Row.UNCHANGED;
            case LIST -> list(length);
            case MAP -> map(length);
            case ROW -> row(length);
            default -> scalar(tag, length);
        };
    }

    private List<@Nullable Object> list(int length) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(value());
        }
        return items;
    }

    private Map<String, @Nullable Object> map(int length) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            map.put(String.valueOf(value()), value());
        }
        return map;
    }

    private Row row(int length) {
        List<String> columns = new ArrayList<>();
        @Nullable Object[] values = new @Nullable Object[length];
        for (int i = 0; i < length; i++) {
            columns.add(String.valueOf(value()));
            values[i] = value();
        }
        return new Row(new RowType(columns), values);
    }

    private Object scalar(char tag, int length) {
        String shown = text.substring(next, next + length);
        next += length;
        return SCALARS.stream()
                .filter(scalar -> scalar.tag() == tag)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no value begins with " + tag))
                .read()
                .apply(shown);
    }
}
