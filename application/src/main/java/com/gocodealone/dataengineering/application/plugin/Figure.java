package com.gocodealone.dataengineering.application.plugin;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * One number about what runs, at one moment. Immutable.
 *
 * @param name lower-case words with dots between them, such as {@code data_engineering.cdc.lag}
 * @param doc what it means, in one sentence
 * @param unit of the value, such as {@code bytes}; null for a plain count
 * @param tags what it is a number of, such as the source
 */
public record Figure(
        String name,
        Kind kind,
        String doc,
        @Nullable String unit,
        Map<String, String> tags,
        double value) {

    public Figure {
        tags = Map.copyOf(tags);
    }

    /** How the value behaves. */
    public enum Kind {
        /** Only grows, until the process ends. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }
}
