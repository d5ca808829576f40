package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether a source is kept from reading. Kept in the state, so only {@link #release} ends it, and
 * no restart does. Thread-safe; {@link #hold} and {@link #heldByNow} never block.
 */
public final class Throttle {
    private static final String BY = "throttled_by";
    private static final String REASON = "throttled_because";
    private static final String SINCE = "throttled_at";

    /**
     * Who keeps the source from reading, and why.
     *
     * @param by the step or the key that did it
     */
    public record Hold(String by, String reason, Instant since) {
        @Override
        public String toString() {
            return "throttled by %s since %s: %s".formatted(by, since, reason);
        }
    }

    private final Supplier<StateStore> state;
    private volatile @Nullable Hold held;

    /** Guarded by this. */
    private boolean known;

    Throttle(Supplier<StateStore> state) {
        this.state = state;
    }

    /** What holds the source, as far as that was read; null when nothing does. */
    @Nullable Hold heldByNow() {
        return held;
    }

    /** What holds the source; null when nothing does. */
    public synchronized @Nullable Hold hold() {
        if (!known) {
            held = stored();
            known = true;
        }
        return held;
    }

    private @Nullable Hold stored() {
        StateStore store = state.get();
        String by = store.get(BY);
        String reason = store.get(REASON);
        String since = store.get(SINCE);
        return by == null || reason == null || since == null
                ? null
                : new Hold(by, reason, Instant.parse(since));
    }

    /** Nothing changes when it is held already; says whether it was not. */
    public synchronized boolean hold(String by, String reason) {
        if (hold() != null) {
            return false;
        }
        Hold fresh = new Hold(by, reason, Instant.now());
        state.get().put(Map.of(BY, by, REASON, reason, SINCE, fresh.since().toString()));
        held = fresh;
        return true;
    }

    /** Lets the source read on, whoever held it; says whether anybody did. */
    public synchronized boolean release() {
        if (hold() == null) {
            return false;
        }
        state.get().remove(BY);
        held = null;
        return true;
    }

    /** As {@link #release}, but only what {@code by} holds. */
    public synchronized boolean release(String by) {
        Hold now = hold();
        return now != null && now.by().equals(by) && release();
    }
}
