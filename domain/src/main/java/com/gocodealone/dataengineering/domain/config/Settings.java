package com.gocodealone.dataengineering.domain.config;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration as it was sent, on its way to becoming a record. Immutable. */
public final class Settings {
    private final Map<String, @Nullable Object> values;
    private final JsonReader json;

    /**
     * @param json reads lists and maps that arrive as text
     */
    public Settings(Map<String, ? extends @Nullable Object> values, JsonReader json) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.json = json;
    }

    /** Settings that no template can have touched: lists and maps as text are refused. */
    public static Settings of(Map<String, ? extends @Nullable Object> values) {
        return new Settings(
                values,
                text -> {
                    throw new IllegalArgumentException(text);
                });
    }

    /**
     * Reads these settings into {@code type}, a record whose components name the keys in
     * snake_case. Components annotated {@code @Nullable} may be missing, those with {@link Default}
     * have one, lists and maps are empty when missing.
     *
     * @throws Failure of kind INVALID that says every unknown key, missing key and wrong value
     */
    public <R extends Record> R as(Class<R> type) {
        return new Binding(values, json).bind(type);
    }

    /**
     * Checks what can be checked before templates are resolved: unknown keys, missing keys and
     * those values that hold no template.
     *
     * @throws Failure of kind INVALID that says every problem
     */
    public void check(Class<? extends Record> type) {
        new Binding(values, json).check(type);
    }

    /** These settings with {@code value} at {@code key}. */
    public Settings with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.put(key, value);
        return new Settings(changed, json);
    }

    /** These settings without {@code keys}. */
    public Settings without(List<String> keys) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.keySet().removeAll(keys);
        return new Settings(changed, json);
    }

    public Map<String, @Nullable Object> values() {
        return values;
    }

    /** Whether {@code value}, or anything in it, is a template that is still to be resolved. */
    public static boolean isTemplate(@Nullable Object value) {
        return switch (value) {
            case String text -> text.contains("${") || text.contains("{{");
            case List<?> items -> items.stream().anyMatch(Settings::isTemplate);
            case Map<?, ?> entries -> entries.values().stream().anyMatch(Settings::isTemplate);
            case null, default -> false;
        };
    }

    /** Only the keys: values may be secrets. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
