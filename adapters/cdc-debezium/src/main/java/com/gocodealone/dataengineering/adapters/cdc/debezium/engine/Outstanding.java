package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What was given and is not acknowledged yet, in order. Confined but for {@link #oldest}. */
final class Outstanding {
    private final Deque<Delivered> delivered = new ArrayDeque<>();
    private volatile @Nullable Instant oldest;

    /**
     * @param position null for a place that no change is at
     * @param mark Debezium's offset once all up to here is done; null when there is none
     */
    record Delivered(
            @Nullable Position position,
            @Nullable Instant committedAt,
            @Nullable Map<String, ?> mark,
            @Nullable TableRead reached) {}

    /**
     * What is done once a position is acknowledged.
     *
     * @param count of those delivered
     * @param mark the last of their offsets; null when there is none
     * @param reached of each table that is read on demand, how far it is
     */
    record Done(int count, @Nullable Map<String, ?> mark, List<TableRead> reached) {}

    boolean isEmpty() {
        return delivered.isEmpty();
    }

    boolean contains(Position position) {
        return delivered.stream().anyMatch(each -> position.equals(each.position()));
    }

    void add(Delivered next) {
        delivered.addLast(next);
        remember();
    }

    /** When the oldest change was committed; null when there is none. Never blocks. */
    @Nullable Instant oldest() {
        return oldest;
    }

    /**
     * What is done with {@code upTo}, and with the places behind it that no change is at.
     *
     * @throws Failure CONFLICT when that position does not wait
     */
    Done upTo(Position upTo) {
        int least = countUpTo(upTo);
        Map<String, ?> mark = null;
        List<TableRead> reached = new ArrayList<>();
        int count = 0;
        for (Delivered each : delivered) {
            if (count >= least && each.position() != null) {
                break;
            }
            mark = each.mark() == null ? mark : each.mark();
            add(reached, each.reached());
            count++;
        }
        return new Done(count, mark, reached);
    }

    private int countUpTo(Position upTo) {
        int count = 0;
        for (Delivered each : delivered) {
            count++;
            if (upTo.equals(each.position())) {
                return count;
            }
        }
        throw new Failure(
                Failure.Kind.CONFLICT,
                "position %s is not one that this stream gave and waits for".formatted(upTo));
    }

    /** Of each table, the last is enough. */
    private static void add(List<TableRead> reached, @Nullable TableRead more) {
        if (more == null) {
            return;
        }
        if (!reached.isEmpty() && reached.getLast().isSameAs(more)) {
            reached.removeLast();
        }
        reached.add(more);
    }

    void remove(Done done) {
        for (int i = 0; i < done.count(); i++) {
            delivered.removeFirst();
        }
        remember();
    }

    private void remember() {
        Delivered first = delivered.peekFirst();
        oldest = first == null ? null : first.committedAt();
    }
}
