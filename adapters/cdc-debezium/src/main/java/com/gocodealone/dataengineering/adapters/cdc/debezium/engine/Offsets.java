package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

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
public final class Offsets {
    private static final String OFFSET = "debezium.offset";
    private static final String POSITION = "debezium.position";
    private static final JsonMapper JSON = new JsonMapper();

    private final StateStore state;
    private volatile boolean closed;
    private final AtomicLong writes = new AtomicLong();
    private volatile @Nullable RuntimeException refusal;
    private @Nullable Position pending;
    private Map<String, String> pendingMore = Map.of();

    public Offsets(StateStore state) {
        this.state = state;
    }

    /** Debezium's own JSON, or null. */
    public @Nullable String stored() {
        return state.get(OFFSET);
    }

    /** The last position that was acknowledged by this stream or one before it. */
    public @Nullable Position position() {
        String text = state.get(POSITION);
        return text == null ? null : new Position(text);
    }

    /**
     * The stored offset; null when there is none.
     *
     * @throws Failure INVALID when it is not readable
     */
    public @Nullable Map<?, ?> offset() {
        String text = stored();
        try {
            return text == null ? null : JSON.readValue(text, Map.class);
        } catch (JsonProcessingException e) {
            throw Refusals.invalid("the stored offset is not readable", e);
        }
    }

    /** Begins at {@code offset}, in Debezium's JSON, without a snapshot. */
    public void beginAt(String offset) {
        keep(() -> state.put(Map.of(OFFSET, offset)));
    }

    /** Forgets where the stream was. */
    public void forget() {
        keep(
                () -> {
                    state.remove(OFFSET);
                    state.remove(POSITION);
                });
    }

    /** Changes the store; a store that cannot be changed is something that may pass. */
    public static void keep(Runnable change) {
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
            Map<String, String> entries = new HashMap<>(pendingMore);
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
    public interface Flush {
        void run() throws InterruptedException;
    }

    /** Stores {@code reached} and {@code more}; Debezium's offset stays as it is. */
    public void reached(@Nullable Position reached, Map<String, String> more) {
        Map<String, String> entries = new HashMap<>(more);
        if (reached != null) {
            entries.put(POSITION, reached.text());
        }
        keep(() -> state.put(entries));
    }

    /**
     * Runs {@code flush}, together with whose offset {@code reached} and {@code more} are stored.
     * Debezium tells nobody when a write fails, so this looks at the store itself.
     *
     * @throws Failure UNAVAILABLE when nothing was stored
     */
    public void confirmed(@Nullable Position reached, Map<String, String> more, Flush flush)
            throws InterruptedException {
        long before = writes.get();
        refusal = null;
        pending = reached;
        pendingMore = more;
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
    public void close() {
        closed = true;
    }
}
