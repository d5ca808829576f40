package com.gocodealone.dataengineering.domain.config;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds one map of values to one record and collects what is wrong. Used once, by one thread. */
final class Binding {
    private final Map<String, @Nullable Object> values;
    private final JsonReader json;
    private final Conversion conversion;
    private final Problems problems;
    private final String path;

    Binding(Map<String, @Nullable Object> values, JsonReader json) {
        this(values, json, new Problems(), "");
    }

    private Binding(
            Map<String, @Nullable Object> values, JsonReader json, Problems problems, String path) {
        this.values = values;
        this.json = json;
        this.conversion = new Conversion(json);
        this.problems = problems;
        this.path = path;
    }

    <R extends Record> R bind(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = readAll(type, false);
        problems.throwIfAny();
        return create(type, components, arguments);
    }

    void check(Class<? extends Record> type) {
        readAll(type, true);
        problems.throwIfAny();
    }

    private @Nullable Object[] readAll(Class<? extends Record> type, boolean templates) {
        @Nullable Object[] arguments = readComponents(type, templates);
        refuseUnknown(Key.of(type));
        return arguments;
    }

    private void refuseUnknown(List<Key> keys) {
        Set<String> known = new LinkedHashSet<>();
        Set<String> spellings = new LinkedHashSet<>();
        for (Key key : keys) {
            known.add(key.name());
            spellings.add(key.name());
            spellings.addAll(key.aliases());
        }
        values.keySet().stream()
                .filter(key -> !spellings.contains(key) && !key.startsWith("_"))
                .forEach(key -> problems.add(unknown(key, known)));
    }

    private @Nullable Object[] readComponents(Class<? extends Record> type, boolean templates) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] =
                    Key.isInline(components[i])
                            ? inline(components[i].getType().asSubclass(Record.class), templates)
                            : read(components[i], Key.of(components[i]), templates);
        }
        return arguments;
    }

    private @Nullable Object inline(Class<? extends Record> type, boolean templates) {
        int before = problems.count();
        @Nullable Object[] arguments = readComponents(type, templates);
        boolean isWhole = !templates && problems.count() == before;
        return isWhole ? createUnlessWrong(type, arguments, "") : null;
    }

    private String unknown(String key, Set<String> known) {
        String hint =
                Nearest.to(key, known)
                        .map(near -> "did you mean %s?".formatted(near))
                        .orElse("known keys: " + String.join(", ", known));
        return "%s is not a known key (%s)".formatted(path + key, hint);
    }

    private @Nullable Object read(RecordComponent component, Key key, boolean templates) {
        Object raw = valueOf(key);
        if (templates && isOpen(component, raw)) {
            return null;
        }
        if (raw == null) {
            return missing(component, key, templates);
        }
        return nestedOrPlain(component, key, raw, templates);
    }

    /** Whether the value is not known yet; in a record each key is looked at by itself. */
    private static boolean isOpen(RecordComponent component, @Nullable Object raw) {
        boolean lookInside = component.getType().isRecord() && raw instanceof Map;
        return !lookInside && Settings.isTemplate(raw);
    }

    private @Nullable Object missing(RecordComponent component, Key key, boolean templates) {
        if (key.required()) {
            problems.add(path + key.name() + " is required");
            return null;
        }
        return switch (key.kind()) {
            case LIST -> List.of();
            case MAP -> emptyMap(component, key, templates);
            case STRING, INTEGER, DECIMAL, BOOLEAN, DURATION, SIZE, SELECT -> null;
        };
    }

    /** A record that may not be missing is read from nothing, so that its keys have defaults. */
    private @Nullable Object emptyMap(RecordComponent component, Key key, boolean templates) {
        Class<?> type = component.getType();
        if (type == Settings.class) {
            return new Settings(Map.of(), json);
        }
        if (!type.isRecord()) {
            return Map.of();
        }
        boolean mayBeMissing = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return mayBeMissing
                ? null
                : nested(type.asSubclass(Record.class), key, Map.of(), templates);
    }

    private @Nullable Object nestedOrPlain(
            RecordComponent component, Key key, Object raw, boolean templates) {
        try {
            if (component.getType().isRecord()) {
                return nested(component.getType().asSubclass(Record.class), key, raw, templates);
            }
            return conversion.convert(raw, component.getGenericType());
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(wrong(component, key, raw));
            return null;
        }
    }

    private @Nullable Object nested(
            Class<? extends Record> type, Key key, Object raw, boolean templates) {
        int before = problems.count();
        Binding inner =
                new Binding(conversion.entries(raw), json, problems, path + key.name() + ".");
        @Nullable Object[] arguments = inner.readAll(type, templates);
        boolean isWhole = !templates && problems.count() == before;
        return isWhole ? createUnlessWrong(type, arguments, path + key.name() + ": ") : null;
    }

    private @Nullable Object createUnlessWrong(
            Class<? extends Record> type, @Nullable Object[] arguments, String where) {
        try {
            return create(type, type.getRecordComponents(), arguments);
        } catch (Failure failure) {
            problems.add(where + failure.fact());
            return null;
        }
    }

    private String wrong(RecordComponent component, Key key, Object raw) {
        boolean secret = component.getType() == Settings.class || holdsSecret(key);
        String shown = secret ? "the given value" : "\"%s\"".formatted(raw);
        return "%s: %s is not %s"
                .formatted(
                        path + key.name(), shown, Conversion.describe(component.getGenericType()));
    }

    private static boolean holdsSecret(Key key) {
        return key.sensitive() || key.nested().stream().anyMatch(Binding::holdsSecret);
    }

    private @Nullable Object valueOf(Key key) {
        Object value = values.get(key.name());
        for (String alias : key.aliases()) {
            value = value == null ? values.get(alias) : value;
        }
        return value == null || isUnset(value, key) ? key.fallback() : value;
    }

    /** A template that finds nothing yields empty text; only free text may be meant to be empty. */
    private static boolean isUnset(Object value, Key key) {
        boolean freeText =
                key.kind() == Key.Kind.STRING && !key.required() && key.fallback() == null;
        return value instanceof String text && text.isBlank() && !freeText;
    }

    private static <R extends Record> R create(
            Class<R> type, RecordComponent[] components, @Nullable Object[] arguments) {
        try {
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Failure failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
