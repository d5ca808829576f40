package com.gocodealone.dataengineering.domain.cdc;

import java.util.List;

/**
 * Consecutive changes in commit order. A batch never ends in the middle of a position: what shares
 * a position comes in one batch.
 *
 * @param bytes about how much memory the events take
 */
public record ChangeBatch(List<ChangeEvent> events, long bytes) {
    public static final ChangeBatch EMPTY = new ChangeBatch(List.of(), 0);

    public ChangeBatch {
        events = List.copyOf(events);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** The position to acknowledge once all of this batch is done. */
    public Position last() {
        return events.getLast().position();
    }
}
