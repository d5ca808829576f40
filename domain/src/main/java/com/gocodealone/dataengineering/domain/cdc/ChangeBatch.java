package com.gocodealone.dataengineering.domain.cdc;

import java.util.List;

/**
 * Consecutive changes in commit order. A batch never ends in the middle of a position: what shares
 * a position comes in one batch.
 *
 * @param schemas the structures that tables have from somewhere in this batch on, in commit order;
 *     a batch may bring these alone
 * @param bytes about how much memory the events take
 */
public record ChangeBatch(List<ChangeEvent> events, List<SchemaVersion> schemas, long bytes) {
    public static final ChangeBatch EMPTY = new ChangeBatch(List.of(), 0);

    public ChangeBatch {
        events = List.copyOf(events);
        schemas = List.copyOf(schemas);
    }

    /** Changes alone. */
    public ChangeBatch(List<ChangeEvent> events, long bytes) {
        this(events, List.of(), bytes);
    }

    /** Whether no row changed. */
    public boolean isEmpty() {
        return events.isEmpty();
    }

    /**
     * The position to acknowledge once all of this batch is done; there is one unless it is empty.
     */
    public Position last() {
        return events.getLast().position();
    }
}
