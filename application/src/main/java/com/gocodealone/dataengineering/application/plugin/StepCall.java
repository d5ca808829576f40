package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Key;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a step: its configuration with the templates resolved, and the data of the pipeline.
 * Immutable.
 *
 * @param steps the outputs of earlier steps by their names
 */
public record StepCall(
        Settings config,
        Map<String, @Nullable Object> current,
        Map<String, @Nullable Object> steps,
        Map<String, @Nullable Object> trigger) {

    private static final String FROM = "_from";

    /**
     * The configuration with lists and maps fetched from the pipeline's data: since a template
     * yields only text, {@code tables_from: steps.read.rows} sets {@code tables}.
     */
    Settings resolve(List<Key> keys) {
        Settings resolved = config;
        for (String companion : companions(keys)) {
            if (config.values().get(companion) instanceof String path) {
                String key = companion.substring(0, companion.length() - FROM.length());
                resolved = resolved.with(key, lookUp(companion, path));
            }
        }
        return resolved.without(companions(keys));
    }

    /**
     * The keys that a step understands beside {@code keys}: where to fetch a list or a map from.
     */
    public static List<String> companions(List<Key> keys) {
        return keys.stream()
                .filter(key -> key.kind() == Key.Kind.LIST || key.kind() == Key.Kind.MAP)
                .map(key -> key.name() + FROM)
                .toList();
    }

    private Object lookUp(String key, String path) {
        Object found = find(path);
        if (found == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "%s: the pipeline has nothing at \"%s\"".formatted(key, path));
        }
        return found;
    }

    /** What the pipeline's data has at such a path as {@code steps.read.rows}; null for nothing. */
    @Nullable Object find(String path) {
        Map<String, @Nullable Object> scope = new LinkedHashMap<>(current);
        scope.put("steps", steps);
        scope.put("trigger", trigger);
        Object found = scope;
        for (String name : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }
}
