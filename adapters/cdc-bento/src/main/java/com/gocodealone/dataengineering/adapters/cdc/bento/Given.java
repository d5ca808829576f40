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
     * @param following from where on there are only changes, if it says so
     */
    private record Part(Delivery delivery, List<ChangeEvent> events, @Nullable String following) {
        boolean endsWith(Position position) {
            return !events.isEmpty() && events.getLast().position().equals(position);
        }

        boolean contains(Position position) {
            return endsWith(position)
                    || events.stream().anyMatch(event -> event.position().equals(position));
        }
    }

    void add(Delivery delivery, List<ChangeEvent> events, @Nullable String following) {
        parts.add(new Part(delivery, List.copyOf(events), following));
    }

    boolean contains(Position position) {
        return parts.stream().anyMatch(part -> part.contains(position));
    }

    /** What of the parts that nothing is left of, once {@code upTo} is, was said last. */
    @Nullable String following(Position upTo) {
        String said = null;
        boolean reached = false;
        for (Part part : parts) {
            if (reached && !part.events().isEmpty()) {
                return said;
            }
            boolean here = part.contains(upTo);
            if (here && !part.endsWith(upTo)) {
                return said;
            }
            reached |= here;
            said = part.following() == null ? said : part.following();
        }
        return said;
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

    /**
     * Answers what nothing is left of.
     *
     * @return what that said last of where on there are only changes
     */
    @Nullable String acceptSettled() {
        String said = null;
        while (!parts.isEmpty() && parts.getFirst().events().isEmpty()) {
            Part settled = parts.removeFirst();
            settled.delivery().accept();
            said = settled.following() == null ? said : settled.following();
        }
        return said;
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
