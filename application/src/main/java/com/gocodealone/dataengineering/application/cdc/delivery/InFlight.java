package com.gocodealone.dataengineering.application.cdc.delivery;

import org.jspecify.annotations.Nullable;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The workflows that run now. Confined to its delivery's thread, but for the ends of the runs,
 * which come from any.
 */
final class InFlight {
    /** The end of a run; without a failure it has succeeded. */
    record Landing(Job job, @Nullable Throwable failure) {}

    private final Queue<Landing> landed = new ConcurrentLinkedQueue<>();
    private final int most;
    private final Runnable wake;
    private int running;

    /**
     * Nothing runs yet.
     *
     * @param most how many may run at the same time
     * @param wake is run after a run has ended; it must not block
     */
    InFlight(int most, Runnable wake) {
        this.most = most;
        this.wake = wake;
    }

    boolean hasRoom() {
        return running < most;
    }

    void add(Job job, CompletableFuture<Void> run) {
        running++;
        var _ =
                run.whenComplete(
                        (nothing, failure) -> {
                            landed.add(new Landing(job, failure));
                            wake.run();
                        });
    }

    /** The next run that has ended; null when there is none. */
    @Nullable Landing poll() {
        Landing next = landed.poll();
        if (next != null) {
            running--;
        }
        return next;
    }
}
