package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.cdc.source.SourcePolicy.OnGap;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The gaps of one source: when changes were lost, and what was decided. A gap that was found stays
 * until a stream has been opened beyond it, so a crash in between neither forgets it nor counts it
 * twice. Thread-safe; {@link #last} never blocks.
 */
public final class Gaps {
    private static final Logger LOG = LoggerFactory.getLogger(Gaps.class);
    private static final String COUNT = "gaps";
    private static final String OPEN = "gap_open";
    private static final String RELEASE_DUE = "gap_release_due";
    private static final String YES = "true";

    /**
     * One gap.
     *
     * @param decision what was done about it; null while nobody has decided
     */
    public record Gap(
            @Doc("When it was found; ISO-8601, UTC") Instant at,
            @Doc("What happened") String what,
            @Doc("What was done: resnapshot, continue, or null while a person has to decide")
                    @Nullable String decision) {}

    private final String sourceId;
    private final Supplier<StateStore> state;
    private volatile @Nullable Gap last;

    Gaps(String sourceId, Supplier<StateStore> state) {
        this.sourceId = sourceId;
        this.state = state;
    }

    /** The newest gap, as far as that was read; null when there was none. */
    public @Nullable Gap last() {
        return last;
    }

    /** Changes are lost. Nothing changes when that is known already. */
    synchronized void found(String what) {
        if (!isOpen()) {
            record(new Gap(Instant.now(), what, null), Map.of());
            LOG.error("source {}: changes are lost: {}", sourceId, what);
        }
    }

    /** What the source keeps is to be given up, and with it the changes that were still to come. */
    synchronized void giveUp(String why) {
        if (!isOpen()) {
            record(new Gap(Instant.now(), why, null), Map.of(RELEASE_DUE, YES));
            LOG.error("source {}: changes are given up: {}", sourceId, why);
        }
    }

    private void record(Gap gap, Map<String, String> more) {
        int number = count() + 1;
        Map<String, String> entries = new HashMap<>(more);
        entries.put(COUNT, Integer.toString(number));
        entries.put(OPEN, YES);
        entries.put(key(number, "at"), gap.at().toString());
        entries.put(key(number, "what"), gap.what());
        state.get().put(entries);
        last = gap;
    }

    /** Whether what the source keeps is still to be given up. */
    synchronized boolean isReleaseDue() {
        return state.get().get(RELEASE_DUE) != null;
    }

    synchronized void released() {
        state.get().remove(RELEASE_DUE);
    }

    /**
     * Where the next stream begins.
     *
     * @throws Failure GAP when there is a gap that a person has to decide on
     */
    synchronized Begin decide(OnGap policy) {
        read();
        Gap gap = last;
        if (gap == null || !isOpen()) {
            return Begin.RESUME;
        }
        return switch (policy) {
            case FAIL ->
                    throw new Failure(
                            Failure.Kind.GAP,
                            gap.what()
                                    + "; to go on without those changes, start the source with"
                                    + " on_gap: resnapshot (reads all rows again) or continue");
            case RESNAPSHOT -> decided(gap, policy, Begin.SNAPSHOT);
            case CONTINUE -> decided(gap, policy, Begin.LATEST);
        };
    }

    private Begin decided(Gap gap, OnGap policy, Begin begin) {
        String decision = SourcePolicy.word(policy);
        if (!decision.equals(gap.decision())) {
            state.get().put(Map.of(key(count(), "decision"), decision));
            last = new Gap(gap.at(), gap.what(), decision);
            LOG.warn("source {}: on_gap: {} after: {}", sourceId, decision, gap.what());
        }
        return begin;
    }

    /** A stream is open beyond the gap, or whoever runs the source begins anew. */
    synchronized void close() {
        if (isOpen()) {
            state.get().remove(OPEN);
        }
    }

    private boolean isOpen() {
        return state.get().get(OPEN) != null;
    }

    private void read() {
        int number = count();
        String at = state.get().get(key(number, "at"));
        String what = state.get().get(key(number, "what"));
        if (at != null && what != null) {
            last = new Gap(Instant.parse(at), what, state.get().get(key(number, "decision")));
        }
    }

    private int count() {
        String count = state.get().get(COUNT);
        return count == null ? 0 : Integer.parseInt(count);
    }

    private static String key(int number, String part) {
        return "gap." + number + "." + part;
    }
}
