package com.gocodealone.dataengineering.domain.cdc;

import com.gocodealone.dataengineering.domain.Failure;

import java.time.Duration;

/**
 * The changes of one source, in commit order. Confined: one thread polls, acknowledges and closes;
 * only {@link #status} may be called from elsewhere.
 */
public interface ChangeStream extends AutoCloseable {
    /**
     * Waits up to {@code maxWait} for the next changes; an empty batch means that nothing happened.
     * What was given once is not given again by this stream; what was not acknowledged is given
     * again by the next one.
     *
     * @throws Failure UNAVAILABLE when the source is gone, GAP when it lost changes
     * @throws InterruptedException at once when the thread is interrupted
     */
    ChangeBatch poll(Duration maxWait) throws InterruptedException;

    /**
     * Makes durable, before it returns, that no change up to and including {@code upTo} comes back.
     *
     * @param upTo the position of the last event of a batch that this stream gave
     */
    void acknowledge(Position upTo) throws InterruptedException;

    /** A recent picture of the stream. Any thread, never blocks. */
    StreamStatus status();

    /** Releases threads and connections. Idempotent; never fails for a source already gone. */
    @Override
    void close();
}
