package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Debezium's view of a stream's {@link Offsets}: it reads only what is durable, because by that it
 * moves the replication slot. Made by Debezium, by name; a stream has one partition, so the key
 * does not matter.
 */
public final class EngineOffsets implements OffsetBackingStore {
    private @Nullable Offsets offsets;

    /** For Debezium. */
    public EngineOffsets() {}

    @Override
    public void configure(WorkerConfig config) {
        offsets =
                Scope.of((String) config.originals().get(EngineSettings.STREAM))
                        .part(Offsets.class);
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        String stored = configured().stored();
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        for (ByteBuffer key : keys) {
            if (stored != null) {
                found.put(key, ByteBuffer.wrap(stored.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        try {
            for (ByteBuffer value : values.values()) {
                configured().write(StandardCharsets.UTF_8.decode(value.duplicate()).toString());
            }
        } catch (RuntimeException e) {
            callback.onCompletion(e, null);
            return CompletableFuture.failedFuture(e);
        }
        callback.onCompletion(null, null);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }

    private Offsets configured() {
        if (offsets == null) {
            throw new IllegalStateException("not configured");
        }
        return offsets;
    }
}
