package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A host whose store lives as long as the test, and fails on demand. Thread-safe. */
public final class MemoryContext implements StateStore, StreamContext {
    private static final long MAX_QUEUED = 1 << 20;

    private final Map<String, String> entries = new ConcurrentHashMap<>();
    private volatile boolean broken;
    private volatile Begin begin = Begin.RESUME;

    /** Whether nothing can be stored from now on. */
    public void breakDown(boolean now) {
        broken = now;
    }

    /** What the host asks for at the next {@code open}s. */
    public void begin(Begin next) {
        begin = next;
    }

    /** What is stored now. */
    public Map<String, String> entries() {
        return Map.copyOf(entries);
    }

    @Override
    public @Nullable String get(String key) {
        return entries.get(key);
    }

    @Override
    public void put(Map<String, String> more) {
        if (broken) {
            throw new IllegalStateException("the disk is full");
        }
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
