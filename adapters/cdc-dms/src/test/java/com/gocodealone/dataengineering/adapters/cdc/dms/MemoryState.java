package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A store that lives as long as the test. Thread-safe. */
final class MemoryState implements StateStore, StreamContext {
    private static final long MAX_QUEUED = 1 << 20;

    private final Map<String, String> entries = new ConcurrentHashMap<>();
    private volatile Begin begin = Begin.RESUME;

    /** What the host asks for at the next {@code open}s. */
    void begin(Begin next) {
        begin = next;
    }

    @Override
    public @Nullable String get(String key) {
        return entries.get(key);
    }

    @Override
    public void put(Map<String, String> more) {
        entries.putAll(more);
    }

    @Override
    public void remove(String key) {
        entries.remove(key);
    }

    @Override
    public StateStore state() {
        return this;
    }

    @Override
    public long maxQueuedBytes() {
        return MAX_QUEUED;
    }

    @Override
    public Begin begin() {
        return begin;
    }
}
