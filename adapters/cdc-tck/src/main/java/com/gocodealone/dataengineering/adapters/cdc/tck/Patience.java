package com.gocodealone.dataengineering.adapters.cdc.tck;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** How long a rule waits for what must happen. */
record Patience(Duration limit) {
    private static final Duration GLANCE = Duration.ofMillis(10);

    /** Waits until {@code condition} holds; false when it does not in time. */
    boolean until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        return true;
    }

    /** Waits until {@code thread} has ended; false when it has not in time. */
    boolean untilEnd(Thread thread) throws InterruptedException {
        return thread.join(limit);
    }
}
