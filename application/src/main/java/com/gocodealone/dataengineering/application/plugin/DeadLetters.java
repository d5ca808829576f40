package com.gocodealone.dataengineering.application.plugin;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Events that a workflow could not be run with, put aside until a person decides. In the order in
 * which they were put aside. Thread-safe; every method fails with UNAVAILABLE when the disk does.
 */
public interface DeadLetters {
    /**
     * One event for one workflow, which together name it.
     *
     * @param action the trigger's action, with which the workflow would have been run
     * @param at when it was put aside, or failed again
     * @param attempts how often it has failed
     * @param reason why, in the engine's words
     * @param event the event as text, from which it can be restored
     */
    record Letter(
            String eventId,
            String sourceId,
            String workflow,
            String table,
            String action,
            Instant at,
            int attempts,
            String reason,
            String event) {}

    /**
     * How much is kept.
     *
     * @param bytes of the events' text
     */
    record Size(long count, long bytes) {}

    /** Chooses letters: those that fit everything that is given. */
    record Filter(
            @Nullable String sourceId,
            @Nullable String workflow,
            @Nullable String table,
            @Nullable Instant since,
            List<String> eventIds) {
        public Filter {
            eventIds = List.copyOf(eventIds);
        }

        /** Whether it chooses all there are. */
        public boolean isOpen() {
            return sourceId == null
                    && workflow == null
                    && table == null
                    && since == null
                    && eventIds.isEmpty();
        }
    }

    /**
     * Keeps {@code letter}, on the disk when this returns; a newer one takes an older one's place.
     */
    void put(Letter letter);

    /** The first {@code limit} that fit. */
    List<Letter> find(Filter filter, int limit);

    /** How many there are that fit. */
    long count(Filter filter);

    /** How much is kept for {@code workflow}. */
    Size size(String workflow);

    /** Removes what {@link Letter#workflow} and {@link Letter#eventId} name. */
    void remove(List<Letter> letters);
}
