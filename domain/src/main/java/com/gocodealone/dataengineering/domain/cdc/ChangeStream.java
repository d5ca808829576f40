package com.gocodealone.dataengineering.domain.cdc;

import com.gocodealone.dataengineering.domain.Failure;

import java.time.Duration;

/**
 * The changes of one source, in commit order. Confined: one thread polls, acknowledges and closes;
 * {@link #status}, {@link #snapshot} and {@link #cancelSnapshot} may be called by any.
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

    /**
     * Begins to read rows that are there; they come as {@link Operation#READ} among the changes,
     * and a change that is newer than a row read comes after it. The wish is stored before this
     * returns: a stream that is opened later goes on with it. Any thread.
     *
     * @throws Failure UNSUPPORTED without {@link Capability#SNAPSHOT}, INVALID when a table or the
     *     condition is not right
     */
    default void snapshot(SnapshotRequest request) throws InterruptedException {
        throw new Failure(Failure.Kind.UNSUPPORTED, "this provider takes no snapshot on demand");
    }

    /**
     * Ends a snapshot before it is complete; what was read of it still comes. Any thread.
     *
     * @throws Failure UNSUPPORTED without {@link Capability#SNAPSHOT}, NOT_FOUND when no snapshot
     *     with this id is under way
     */
    default void cancelSnapshot(String id) throws InterruptedException {
        throw new Failure(Failure.Kind.UNSUPPORTED, "this provider takes no snapshot on demand");
    }

    /** Releases threads and connections. Idempotent; never fails for a source already gone. */
    @Override
    void close();
}
