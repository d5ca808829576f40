package com.gocodealone.dataengineering.domain.config;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns one value, as the engine sent it, into the type that a record wants. A value that a
 * template produced is text, so every type also accepts its text.
 */
final class Conversion {
    /** More digits or zeros than any number that a key wants, and few enough to be written out. */
    private static final int MOST_DIGITS = 1000;

    private static final int LAST_YEAR = 9999;

    private final JsonReader json;

    Conversion(JsonReader json) {
        this.json = json;
    }

    /**
     * @throws IllegalArgumentException when {@code raw} cannot be read as {@code target}
     */
    Object convert(Object raw, Type target) {
        return switch (target) {
            case ParameterizedType list when list.getRawType() == List.class ->
                    list(raw, list.getActualTypeArguments()[0]);
            case ParameterizedType map when map.getRawType() == Map.class ->
                    map(raw, map.getActualTypeArguments()[1]);
            case Class<?> c when c == Settings.class -> new Settings(entries(raw), json);
            case Class<?> c when c == Object.class -> raw;
            case Class<?> c when c == String.class -> text(raw);
            case Class<?> c when c == int.class || c == Integer.class ->
                    number(raw).intValueExact();
            case Class<?> c when c == long.class || c == Long.class -> number(raw).longValueExact();
            case Class<?> c when c == double.class || c == Double.class ->
                    finite(number(raw).doubleValue());
            case Class<?> c when c == boolean.class || c == Boolean.class -> bool(raw);
            case Class<?> c when c == Duration.class -> Durations.parse(text(raw));
            case Class<?> c when c == ByteSize.class -> ByteSize.parse(text(raw));
            case Class<?> c when c == Instant.class -> instant(text(raw));
            case Class<?> c when c.isEnum() -> constant(text(raw), c);
            default -> throw new IllegalArgumentException("no key can be of type " + target);
        };
    }

    /** What {@code target} accepts, for a sentence that says a value "is not ...". */
    static String describe(Type target) {
        return switch (Key.kind(target)) {
            case STRING -> target == Instant.class ? "a time such as 2026-01-31T09:30:00Z" : "text";
            case INTEGER -> "a whole number";
            case DECIMAL -> "a number";
            case BOOLEAN -> "true or false";
            case DURATION -> "a duration such as 30s";
            case SIZE -> "a size such as 10GB";
            case SELECT -> "one of " + String.join(", ", Key.optionsOf(target));
            case LIST -> "a list" + describeItems(target) + " (a template gives one with json())";
            case MAP -> "a map (a template gives one with json())";
        };
    }

    private static String describeItems(Type list) {
        List<String> options = Key.optionsOf(list);
        return options.isEmpty() ? "" : " of " + String.join(", ", options);
    }

    private List<Object> list(Object raw, Type item) {
        Object value = raw instanceof String text ? listIn(text) : raw;
        List<?> items = value instanceof List<?> many ? many : List.of(value);
        return items.stream().map(one -> convert(notNull(one), item)).toList();
    }

    /** Words with commas between; text that begins like a list has to be JSON. */
    private Object listIn(String text) {
        if (text.stripLeading().startsWith("[")) {
            return notNull(json.read(text));
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private Map<String, Object> map(Object raw, Type item) {
        Map<String, Object> converted = new LinkedHashMap<>();
        entries(raw)
                .forEach(
                        (key, value) -> {
                            if (value != null) {
                                converted.put(key, convert(value, item));
                            }
                        });
        return Collections.unmodifiableMap(converted);
    }

    Map<String, @Nullable Object> entries(Object raw) {
        Object value = raw instanceof String text ? json.read(text) : raw;
        if (!(value instanceof Map<?, ?> entries)) {
            throw new IllegalArgumentException("not a map");
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        entries.forEach((key, item) -> copy.put(String.valueOf(key), item));
        return copy;
    }

    private static Object notNull(@Nullable Object item) {
        if (item == null) {
            throw new IllegalArgumentException("null");
        }
        return item;
    }

    private static String text(Object raw) {
        return switch (raw) {
            case String text -> text;
            case Number number -> number(number).toPlainString();
            case Boolean bool -> bool.toString();
            default -> throw new IllegalArgumentException("not text");
        };
    }

    private static BigDecimal number(Object raw) {
        String text = raw.toString().strip();
        if (text.length() > MOST_DIGITS) {
            throw new IllegalArgumentException("too long");
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) > MOST_DIGITS) {
                throw new IllegalArgumentException("too large or too small");
            }
            return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Instant instant(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text.strip());
            if (Math.abs(time.getYear()) > LAST_YEAR) {
                throw new IllegalArgumentException("no year of ours");
            }
            return time.toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static double finite(double number) {
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException("too large");
        }
        return number;
    }

    private static boolean bool(Object raw) {
        return switch (text(raw).strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Object constant(String text, Class<?> type) {
        String wanted = text.strip().replace('-', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such option"));
    }
}
