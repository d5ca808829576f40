package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** A stream of a source that has given everything before. */
record CompletedStream(@Nullable Position acknowledged) implements ChangeStream {
    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        Thread.sleep(maxWait);
        return ChangeBatch.EMPTY;
    }

    @Override
    public void acknowledge(Position upTo) {
        // Everything is.
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
        // Nothing is open.
    }
}
