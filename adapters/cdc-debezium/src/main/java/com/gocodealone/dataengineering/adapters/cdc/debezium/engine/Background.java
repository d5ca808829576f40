package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import java.time.Duration;

/** Work beside a stream, on a virtual thread, until it is closed. Thread-safe. */
public final class Background implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Thread thread;

    /** What is done; an interruption is its end. */
    public interface Work {
        void run() throws InterruptedException;
    }

    private Background(Thread thread) {
        this.thread = thread;
    }

    /**
     * @param name of the thread
     */
    public static Background start(String name, Work work) {
        return new Background(Thread.ofVirtual().name(name).start(() -> run(work)));
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment for the end of the work, even when interrupted. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
