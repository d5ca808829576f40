package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The stream of a source that was to read the rows that are there and nothing else, once it has: it
 * needs no connection. Immutable.
 *
 * @param acknowledged the last row
 */
public record CompletedStream(@Nullable Position acknowledged) implements ChangeStream {
    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(maxWait.toNanos());
        return ChangeBatch.EMPTY;
    }

    @Override
    public void acknowledge(Position upTo) {
        // Nothing is given, so nothing waits.
    }

    @Override
    public StreamStatus status() {
        return new StreamStatus(
                StreamStatus.Phase.COMPLETE,
                acknowledged,
                StreamStatus.Activity.UNKNOWN,
                StreamStatus.Lag.UNKNOWN,
                List.of(),
                List.of());
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
