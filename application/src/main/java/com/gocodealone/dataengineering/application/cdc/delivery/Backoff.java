package com.gocodealone.dataengineering.application.cdc.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before trying again: twice as long each time, up to a limit, never in step. */
public record Backoff(Duration first, Duration limit) {
    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait that is due now.
     *
     * @param failures how often it failed in a row, from 1
     * @return between a half and the whole of the wait that is due
     */
    public Duration after(int failures) {
        long whole = first.toNanos() << Math.min(failures - 1, MOST_DOUBLINGS);
        long due = whole <= 0 ? limit.toNanos() : Math.min(whole, limit.toNanos());
        return Duration.ofNanos(due - ThreadLocalRandom.current().nextLong(due / 2 + 1));
    }
}
