package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The changes of a position that may not be complete yet. One thread at a time. */
public final class OpenGroup {
    private final List<ChangeEvent> changes = new ArrayList<>();
    private long bytes;
    private @Nullable Map<String, ?> mark;

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    public int size() {
        return changes.size();
    }

    /** Of the changes in it; it must not be empty. */
    public Position position() {
        return changes.getFirst().position();
    }

    /**
     * @param size about how much memory the change takes, in bytes
     * @param offset Debezium's, behind it
     */
    public void add(ChangeEvent change, long size, Map<String, ?> offset) {
        changes.add(change);
        bytes += size;
        mark = offset;
    }

    /** Says that Debezium may resume at {@code offset} once all of it is done. */
    public void mark(Map<String, ?> offset) {
        mark = offset;
    }

    /** Its position is complete: puts what is in it, if anything, into {@code queue}. */
    public void finishInto(EventQueue queue) throws InterruptedException {
        if (changes.isEmpty()) {
            return;
        }
        var finished =
                new Item.Group(
                        position(), List.copyOf(changes), bytes + Item.MARK_BYTES, mark, false);
        changes.clear();
        bytes = 0;
        mark = null;
        queue.put(finished);
    }
}
