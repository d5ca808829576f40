package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What the host was given and has not acknowledged, in order. Any thread may ask for the oldest.
 */
final class Given {
    private final Deque<Part> parts = new ConcurrentLinkedDeque<>();

    /**
     * What of a delivery the host was given.
     *
     * @param events none when nothing of it is left to acknowledge
     */
    private record Part(Delivery delivery, List<ChangeEvent> events) {
        boolean endsWith(Position position) {
            return !events.isEmpty() && events.getLast().position().equals(position);
        }

        boolean contains(Position position) {
            return endsWith(position)
                    || events.stream().anyMatch(event -> event.position().equals(position));
        }
    }

    void add(Delivery delivery, List<ChangeEvent> events) {
        parts.add(new Part(delivery, List.copyOf(events)));
        acceptSettled();
    }

    boolean contains(Position position) {
        return parts.stream().anyMatch(part -> part.contains(position));
    }

    /** Answers what lies up to {@code upTo}, which is one that this contains. */
    void acknowledge(Position upTo) {
        while (!parts.getFirst().contains(upTo)) {
            parts.removeFirst().delivery().accept();
        }
        if (parts.getFirst().endsWith(upTo)) {
            parts.removeFirst().delivery().accept();
            acceptSettled();
        }
    }

    /** What nothing is left of is done with once everything before it is. */
    private void acceptSettled() {
        while (!parts.isEmpty() && parts.getFirst().events().isEmpty()) {
            parts.removeFirst().delivery().accept();
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** When the oldest change was committed; null when there is none. */
    @Nullable Instant oldest() {
        Part first = parts.peekFirst();
        return first == null || first.events().isEmpty()
                ? null
                : first.events().getFirst().committedAt();
    }
}
