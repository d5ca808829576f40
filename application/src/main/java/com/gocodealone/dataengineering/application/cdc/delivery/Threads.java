package com.gocodealone.dataengineering.application.cdc.delivery;

/** Waiting for threads. */
public final class Threads {
    private Threads() {}

    /** Waits for the end of {@code thread} even when interrupted, and stays interrupted then. */
    public static void join(Thread thread) {
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
