package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.config.Fields;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs workflows again with the events that were put aside, in the order in which they were; one
 * replay at a time. Thread-safe.
 */
public final class Replay {
    private final ReentrantLock lock = new ReentrantLock();
    private final DeliveryRuntime runtime;

    public Replay(DeliveryRuntime runtime) {
        this.runtime = runtime;
    }

    /** The events of one row for one workflow; they must not overtake each other. */
    private record Lane(String workflow, String table, Map<String, @Nullable Object> key) {}

    /**
     * Replays {@code letters}; each is forgotten once its workflow has succeeded.
     *
     * @return those that are left: they failed again, or one of the same row before them did
     */
    public List<DeadLetters.Letter> run(List<DeadLetters.Letter> letters)
            throws InterruptedException {
        lock.lockInterruptibly();
        try {
            DeadLetters kept = runtime.states().get().deadLetters();
            List<DeadLetters.Letter> left = new ArrayList<>();
            Set<Lane> blocked = new HashSet<>();
            for (DeadLetters.Letter letter : letters) {
                EventData event = EventText.read(letter.event());
                Lane lane = new Lane(letter.workflow(), letter.table(), entries(event.key()));
                DeadLetters.Letter remains =
                        blocked.contains(lane) ? letter : replayed(letter, event, kept);
                if (remains != null) {
                    blocked.add(lane);
                    left.add(remains);
                }
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    private static Map<String, @Nullable Object> entries(@Nullable Row row) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        if (row != null) {
            row.forEach((column, value) -> entries.put(column, String.valueOf(value)));
        }
        return entries;
    }

    /** Null when it is done; otherwise the letter as it is kept now. */
    private DeadLetters.@Nullable Letter replayed(
            DeadLetters.Letter letter, EventData event, DeadLetters kept)
            throws InterruptedException {
        String failure = fire(letter, event);
        if (failure == null) {
            kept.remove(List.of(letter));
            return null;
        }
        DeadLetters.Letter again =
                new DeadLetters.Letter(
                        letter.eventId(),
                        letter.sourceId(),
                        letter.workflow(),
                        letter.table(),
                        letter.action(),
                        Instant.now(),
                        letter.attempts() + 1,
                        runtime.secrets().redact(failure),
                        letter.event());
        kept.put(again);
        return again;
    }

    /** Why the workflow failed; null when it succeeded. */
    private @Nullable String fire(DeadLetters.Letter letter, EventData event)
            throws InterruptedException {
        Engine engine = runtime.engine();
        try {
            engine.fire(letter.workflow(), letter.action(), payload(letter, event)).get();
            return null;
        } catch (Failure failure) {
            return failure.fact();
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause instanceof Failure failure ? failure.fact() : String.valueOf(cause);
        }
    }

    private Engine.Payload payload(DeadLetters.Letter letter, EventData event) {
        Engine engine = runtime.engine();
        Engine.Payload one = engine.encode(Fields.of(event));
        return letter.action().equals(EventWriter.BATCH)
                ? engine.encode(Fields.of(BatchData.of(one, event)))
                : one;
    }
}
