package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the parts that Debezium makes by class name share with the stream they belong to. They find
 * it by an id in their configuration: the one thing that Debezium hands them. Thread-safe.
 */
public final class Scope implements AutoCloseable {
    private static final Map<String, Scope> OPEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final List<Object> parts;

    /**
     * @param parts at most one of a class
     */
    public Scope(Object... parts) {
        this.parts = List.of(parts);
        OPEN.put(id, this);
    }

    /**
     * @throws IllegalStateException when the stream is closed
     */
    public static Scope of(@Nullable String id) {
        Scope scope = id == null ? null : OPEN.get(id);
        if (scope == null) {
            throw new IllegalStateException("the stream is closed");
        }
        return scope;
    }

    /** By this {@link #of} finds it. */
    public String id() {
        return id;
    }

    /** The part of this class; there is one. */
    public <T> T part(Class<T> type) {
        return parts.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }
}
