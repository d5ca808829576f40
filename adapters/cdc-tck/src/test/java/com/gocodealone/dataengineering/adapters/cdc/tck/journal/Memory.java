package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a source remembers of its journal. Confined. */
final class Memory {
    static final String OFFSET = "offset";
    private static final String POSITION = "position";
    private static final String GIVEN = "given";
    private static final String CLOSES = "closes";

    /** How far any source of a journal is. */
    private static final Map<Journal, Long> SHARED = new ConcurrentHashMap<>();

    private final StateStore state;
    private final Journal journal;
    private final Fault fault;
    private final long maxQueuedBytes;
    private final boolean readsRows;
    private volatile long offset;
    private volatile @Nullable Position acknowledged;
    private boolean waits;

    Memory(StreamContext context, Journal journal, Options options) {
        this.state = context.state();
        this.journal = journal;
        this.fault = options.fault();
        this.maxQueuedBytes =
                fault == Fault.READS_ON_WHILE_NOBODY_POLLS
                        ? Long.MAX_VALUE
                        : context.maxQueuedBytes();
        this.readsRows =
                context.begin() == StreamContext.Begin.SNAPSHOT
                        && options.does(Capability.INITIAL_SNAPSHOT);
        this.offset = begin();
        String position = state.get(POSITION);
        this.acknowledged = position == null ? null : new Position(position);
    }

    private long begin() {
        String stored = state.get(OFFSET);
        String given = state.get(GIVEN);
        if (stored == null) {
            state.put(Map.of(OFFSET, Long.toString(journal.size())));
            return journal.size();
        }
        long own = Long.parseLong(given == null ? stored : given);
        boolean shares = fault == Fault.SHARES_WHAT_IS_ACKNOWLEDGED;
        return shares ? Math.max(own, SHARED.getOrDefault(journal, 0L)) : own;
    }

    long offset() {
        return offset;
    }

    @Nullable Position acknowledged() {
        return acknowledged;
    }

    long maxQueuedBytes() {
        return maxQueuedBytes;
    }

    boolean readsRows() {
        return readsRows;
    }

    void given(Group group) {
        if (fault == Fault.LOSES_WHEN_KILLED) {
            state.put(Map.of(GIVEN, Long.toString(group.end())));
        }
    }

    void acknowledge(Group group) {
        waits = fault == Fault.REPEATS_WHEN_KILLED;
        if (!waits) {
            store(group.end(), group.position());
        }
        offset = group.end();
        acknowledged = group.position();
        SHARED.merge(journal, offset, Math::max);
    }

    private void store(long end, Position position) {
        try {
            state.put(Map.of(OFFSET, Long.toString(end), POSITION, position.text()));
            state.remove(CLOSES);
        } catch (RuntimeException e) {
            if (fault != Fault.HIDES_THAT_IT_CANNOT_STORE) {
                throw new Failure(Failure.Kind.UNAVAILABLE, "nothing can be stored", e);
            }
        }
    }

    /** The source went away after {@code last} was given. */
    void broke(Group last) {
        if (fault == Fault.LOSES_WHEN_CUT) {
            state.put(Map.of(OFFSET, Long.toString(last.end())));
        }
    }

    /**
     * The stream ends.
     *
     * @param last given and not acknowledged
     */
    void close(@Nullable Group last) {
        Position position = acknowledged;
        if (waits && position != null) {
            store(offset, position);
        }
        state.remove(GIVEN);
        if (last != null && fault == Fault.LOSES_AT_THE_SECOND_CLOSE) {
            if (state.get(CLOSES) != null) {
                state.put(Map.of(OFFSET, Long.toString(last.end())));
            }
            state.put(Map.of(CLOSES, "1"));
        }
    }
}
