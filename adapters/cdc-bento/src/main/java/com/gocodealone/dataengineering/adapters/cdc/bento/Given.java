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
     * What of a delivery the host was given; not the changes, so that these are let go of early.
     *
     * @param positions none when nothing of it is left to acknowledge
     * @param oldest when the first was committed
     * @param following from where on there are only changes, if it says so
     */
    private record Part(
            Delivery delivery,
            List<Position> positions,
            @Nullable Instant oldest,
            @Nullable String following) {
        boolean isSettled() {
            return positions.isEmpty();
        }

        boolean endsWith(Position position) {
            return !isSettled() && positions.getLast().equals(position);
        }

        boolean contains(Position position) {
            return endsWith(position) || positions.contains(position);
        }
    }

    void add(Delivery delivery, List<ChangeEvent> events, @Nullable String following) {
        List<Position> positions = events.stream().map(ChangeEvent::position).toList();
        Instant oldest = events.isEmpty() ? null : events.getFirst().committedAt();
        parts.add(new Part(delivery, positions, oldest, following));
    }

    boolean contains(Position position) {
        return parts.stream().anyMatch(part -> part.contains(position));
    }

    /** What of the parts that nothing is left of, once {@code upTo} is, was said last. */
    @Nullable String following(Position upTo) {
        String said = null;
        boolean reached = false;
        for (Part part : parts) {
            if (reached && !part.isSettled()) {
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
        while (!parts.isEmpty() && parts.getFirst().isSettled()) {
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
        return first == null ? null : first.oldest();
    }
}
