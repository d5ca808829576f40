package com.gocodealone.dataengineering.domain.config;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One key of a configuration, an input or an output: the description from which manifest, schemas,
 * contracts and documentation are made. Immutable.
 *
 * @param fallback the default as a user would write it, null when there is none
 * @param nested the keys inside, for a record within a record
 */
public record Key(
        String name,
        Kind kind,
        String doc,
        @Nullable String fallback,
        boolean required,
        boolean sensitive,
        List<String> options,
        List<String> aliases,
        List<Key> nested) {

    /** The shapes a value can have. */
    public enum Kind {
        STRING,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        DURATION,
        SIZE,
        SELECT,
        LIST,
        MAP
    }

    /** The keys of {@code type}, in the order of its components. */
    public static List<Key> of(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(Key::allOf).toList();
    }

    private static Stream<Key> allOf(RecordComponent component) {
        return isInline(component)
                ? of(component.getType().asSubclass(Record.class)).stream()
                : Stream.of(of(component));
    }

    static boolean isInline(RecordComponent component) {
        return component.isAnnotationPresent(Inline.class);
    }

    static Key of(RecordComponent component) {
        Default fallback = component.getAnnotation(Default.class);
        Doc doc = component.getAnnotation(Doc.class);
        Alias alias = component.getAnnotation(Alias.class);
        Kind kind = kind(component.getGenericType());
        return new Key(
                nameOf(component),
                kind,
                doc == null ? "" : doc.value(),
                fallback == null ? null : fallback.value(),
                isRequired(component, kind, fallback),
                component.isAnnotationPresent(Sensitive.class),
                optionsOf(component.getGenericType()),
                alias == null ? List.of() : List.of(alias.value()),
                nestedIn(component.getType()));
    }

    /** The name of a component in snake_case, as users write it. */
    public static String nameOf(RecordComponent component) {
        return component
                .getName()
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isRequired(
            RecordComponent component, Kind kind, @Nullable Default fallback) {
        return fallback == null
                && kind != Kind.LIST
                && kind != Kind.MAP
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static Kind kind(Type type) {
        return switch (type) {
            case ParameterizedType list when list.getRawType() == List.class -> Kind.LIST;
            case ParameterizedType map when map.getRawType() == Map.class -> Kind.MAP;
            case Class<?> c when c == String.class || c == Instant.class -> Kind.STRING;
            case Class<?> c when c == int.class || c == Integer.class -> Kind.INTEGER;
            case Class<?> c when c == long.class || c == Long.class -> Kind.INTEGER;
            case Class<?> c when c == double.class || c == Double.class -> Kind.DECIMAL;
            case Class<?> c when c == boolean.class || c == Boolean.class -> Kind.BOOLEAN;
            case Class<?> c when c == Duration.class -> Kind.DURATION;
            case Class<?> c when c == ByteSize.class -> Kind.SIZE;
            case Class<?> c when c == Settings.class -> Kind.MAP;
            case Class<?> c when c.isEnum() -> Kind.SELECT;
            case Class<?> c when c.isRecord() -> Kind.MAP;
            default -> throw new IllegalArgumentException("no key can be of type " + type);
        };
    }

    /** The words that {@code type}, or a list of it, accepts; none when it is open. */
    static List<String> optionsOf(Type type) {
        return switch (type) {
            case ParameterizedType list when list.getRawType() == List.class ->
                    optionsOf(list.getActualTypeArguments()[0]);
            case Class<?> c when c.isEnum() ->
                    Arrays.stream(c.getEnumConstants()).map(Key::optionOf).toList();
            default -> List.of();
        };
    }

    /** The word a user writes for {@code constant}. */
    static String optionOf(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static List<Key> nestedIn(Class<?> type) {
        return type.isRecord() ? of(type.asSubclass(Record.class)) : List.of();
    }
}
