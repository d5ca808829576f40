package com.gocodealone.dataengineering.application.cdc;

/** Waiting for threads. */
final class Threads {
    private Threads() {}

    /** Waits for the end of {@code thread} even when interrupted, and stays interrupted then. */
    static void join(Thread thread) {
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
