package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.dms.record.StreamRecord;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What was read from the stream and is not acknowledged yet, in order. Confined but for oldest. */
final class Outstanding {
    private final Deque<Step> steps = new ArrayDeque<>();
    private volatile @Nullable Instant oldest;

    /** One step of the stream's way. */
    sealed interface Step {
        /**
         * A record.
         *
         * @param position of the change it holds; null when it holds none
         * @param remembered what has to be remembered once it is done with
         */
        record Read(
                StreamRecord record,
                @Nullable Position position,
                @Nullable Instant committedAt,
                Map<String, String> remembered)
                implements Step {}

        /** The end of a shard. */
        record End(String shard) implements Step {}
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** What is behind the last change needs no room of its own where only the last of it counts. */
    void add(Step step) {
        if (replaces(step)) {
            steps.removeLast();
        }
        steps.addLast(step);
        remember();
    }

    private boolean replaces(Step step) {
        return step instanceof Step.Read next
                && steps.peekLast() instanceof Step.Read last
                && last.position() == null
                && last.remembered().isEmpty()
                && last.record().shard().equals(next.record().shard());
    }

    boolean contains(Position position) {
        return steps.stream().anyMatch(step -> isAt(step, position));
    }

    /**
     * What is done with {@code upTo}, and what is behind it without a change.
     *
     * @throws Failure CONFLICT when that position does not wait
     */
    List<Step> upTo(Position upTo) {
        List<Step> done = new ArrayList<>();
        boolean reached = false;
        for (Step step : steps) {
            if (reached && position(step) != null) {
                break;
            }
            done.add(step);
            reached |= isAt(step, upTo);
        }
        if (!reached) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "position %s is not one that this stream gave and waits for".formatted(upTo));
        }
        return done;
    }

    /** Forgets the first {@code count} steps. */
    void remove(int count) {
        for (int i = 0; i < count; i++) {
            steps.removeFirst();
        }
        remember();
    }

    /** Takes out everything when there is no change in it; else nothing. */
    List<Step> takeIfNoChange() {
        if (steps.stream().anyMatch(step -> position(step) != null)) {
            return List.of();
        }
        List<Step> all = List.copyOf(steps);
        steps.clear();
        return all;
    }

    private static boolean isAt(Step step, Position position) {
        return position.equals(position(step));
    }

    private static @Nullable Position position(Step step) {
        return step instanceof Step.Read read ? read.position() : null;
    }

    /** When the oldest change was committed; null when there is none. Never blocks. */
    @Nullable Instant oldest() {
        return oldest;
    }

    private void remember() {
        oldest = steps.peekFirst() instanceof Step.Read read ? read.committedAt() : null;
    }
}
