package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.SchemaLog;
import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** State that outlives a process, though not a test. Thread-safe. */
final class MemoryStates implements StateStores {
    private final Map<String, Map<String, String>> owners = new ConcurrentHashMap<>();
    private final Map<String, SchemaLog> schemas = new ConcurrentHashMap<>();
    private final MemoryLetters letters = new MemoryLetters();

    @Override
    public StateStore of(String owner) {
        Map<String, String> facts = owners.computeIfAbsent(owner, id -> new ConcurrentHashMap<>());
        return new StateStore() {
            @Override
            public @Nullable String get(String key) {
                return facts.get(key);
            }

            @Override
            public void put(Map<String, String> entries) {
                facts.putAll(entries);
            }

            @Override
            public void remove(String key) {
                facts.remove(key);
            }
        };
    }

    @Override
    public SchemaLog schemas(String owner) {
        return schemas.computeIfAbsent(owner, id -> new MemorySchemas());
    }

    @Override
    public MemoryLetters deadLetters() {
        return letters;
    }

    @Override
    public void close() {}
}
