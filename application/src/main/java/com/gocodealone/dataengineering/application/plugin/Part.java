package com.gocodealone.dataengineering.application.plugin;

/**
 * A module or a trigger that a user configured. The plugin never calls two of its methods at once.
 */
public interface Part {
    void start() throws InterruptedException;

    /** Idempotent; also called for a part that never started. */
    void stop();

    /** The engine forgets this part; nothing is called after it. */
    default void destroy() {
        stop();
    }
}
