package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one stream remembers in the host's store: Debezium's offset of the last acknowledged record,
 * and what this source made in the database. One thread writes; any may read.
 */
final class Offsets {
    private static final String OFFSET = "debezium.offset";
    private static final String POSITION = "debezium.position";
    private static final String SLOT = "debezium.slot";
    private static final JsonMapper JSON = new JsonMapper();

    private final StateStore state;
    private volatile boolean closed;
    private final AtomicLong writes = new AtomicLong();
    private volatile @Nullable RuntimeException refusal;
    private @Nullable Position pending;

    Offsets(StateStore state) {
        this.state = state;
    }

    /** Debezium's own JSON, or null. */
    @Nullable String stored() {
        return state.get(OFFSET);
    }

    /** The last position that was acknowledged by this stream or one before it. */
    @Nullable Position position() {
        String text = state.get(POSITION);
        return text == null ? null : new Position(text);
    }

    /** The stored offset, when it is one to go on from: not one of a snapshot that never ended. */
    @Nullable Resume resume() {
        String text = stored();
        if (text == null) {
            return null;
        }
        try {
            Resume resume = Resume.of(JSON.readValue(text, Map.class));
            return resume.afterSnapshot() ? resume : null;
        } catch (JsonProcessingException e) {
            throw new Failure(Failure.Kind.INVALID, "the stored offset is not readable", e);
        }
    }

    /** The slot that this source made, or was about to make; null when there is none. */
    @Nullable String ownSlot() {
        return state.get(SLOT);
    }

    void ownSlot(String slot) {
        keep(() -> state.put(Map.of(SLOT, slot)));
    }

    /** Begins at {@code lsn}, without a snapshot. */
    void beginAt(long lsn) {
        keep(() -> state.put(Map.of(OFFSET, "{\"lsn\":%d}".formatted(lsn))));
    }

    void forget() {
        keep(
                () -> {
                    state.remove(OFFSET);
                    state.remove(POSITION);
                });
    }

    private static void keep(Runnable change) {
        try {
            change.run();
        } catch (Failure failure) {
            throw failure;
        } catch (RuntimeException e) {
            throw Refusals.unavailable(
                    "the state of the source could not be stored: " + Refusals.message(e), e);
        }
    }

    /** Called while {@link #confirmed} runs, by Debezium. */
    void write(String offset) {
        try {
            if (closed) {
                throw new IllegalStateException("the stream is closed");
            }
            Map<String, String> entries = new HashMap<>();
            entries.put(OFFSET, offset);
            Position reached = pending;
            if (reached != null) {
                entries.put(POSITION, reached.text());
            }
            state.put(entries);
            writes.incrementAndGet();
        } catch (RuntimeException e) {
            refusal = e;
            throw e;
        }
    }

    /** Something that makes Debezium write. */
    interface Flush {
        void run() throws InterruptedException;
    }

    /**
     * Runs {@code flush}, together with whose offset {@code reached} is stored. Debezium tells
     * nobody when a write fails, so this looks at the store itself.
     *
     * @throws Failure UNAVAILABLE when nothing was stored
     */
    void confirmed(@Nullable Position reached, Flush flush) throws InterruptedException {
        long before = writes.get();
        refusal = null;
        pending = reached;
        try {
            flush.run();
        } catch (RuntimeException e) {
            refusal = e;
        }
        RuntimeException refused = refusal;
        if (refused != null || writes.get() == before) {
            String reason = refused == null ? "nothing was written" : Refusals.message(refused);
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "the acknowledged position could not be stored: " + reason,
                    refused);
        }
    }

    /** From now on nothing is written. */
    void close() {
        closed = true;
    }
}
