package com.gocodealone.dataengineering.domain.config;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text into maps, lists, strings, numbers and booleans. A template always yields text,
 * so a list or a map may arrive as its JSON.
 */
@FunctionalInterface
public interface JsonReader {
    /**
     * Reads one JSON value.
     *
     * @throws IllegalArgumentException when {@code text} is not JSON
     */
    @Nullable Object read(String text);
}
