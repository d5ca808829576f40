package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import java.time.Duration;
import java.time.Instant;

/**
 * When a task that failed is started again: at once, and then after waits that double up to a
 * minute. A task that then runs for two minutes is taken for well. Confined.
 */
final class Restarts {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Duration wait = FIRST;
    private Instant next = Instant.MIN;
    private int count;

    boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    void started(Instant now) {
        count++;
        next = now.plus(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }

    void runs(Instant now) {
        if (count > 0 && now.isAfter(next.plus(LONGEST))) {
            wait = FIRST;
            next = Instant.MIN;
            count = 0;
        }
    }

    /** How often it was started since it was well. */
    int count() {
        return count;
    }

    /** Before this it is not started once more. */
    Instant next() {
        return next;
    }
}
