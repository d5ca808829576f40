package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Small facts of one source that outlive the process. A person is shown, as where the source is,
 * what a key says that ends with {@code position}. Thread-safe.
 */
public interface StateStore {
    @Nullable String get(String key);

    /**
     * Stores all of {@code entries}, or none, before it returns; they survive a crash of the
     * process and of the machine.
     */
    void put(Map<String, String> entries);

    /** Removes {@code key}; nothing happens when it is not there. */
    void remove(String key);
}
