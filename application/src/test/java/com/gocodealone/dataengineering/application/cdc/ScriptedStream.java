package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import java.time.Duration;
import java.util.List;

/** Reads a {@link ScriptedLog} from where it is acknowledged, and minds how it is used. */
final class ScriptedStream implements ChangeStream {
    private final ScriptedLog log;
    private final ScriptedProvider provider;
    private final Thread owner = Thread.currentThread();
    private int given;
    private volatile boolean closed;

    ScriptedStream(ScriptedLog log, ScriptedProvider provider) {
        this.log = log;
        this.provider = provider;
        this.given = log.acknowledgedBatches();
    }

    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        mind("poll");
        provider.beforePoll();
        ChangeBatch next = log.awaitAfter(given);
        if (next == null) {
            return ChangeBatch.EMPTY;
        }
        given++;
        return next;
    }

    @Override
    public void acknowledge(Position upTo) {
        mind("acknowledge");
        provider.beforeAcknowledge();
        log.acknowledge(upTo);
    }

    @Override
    public StreamStatus status() {
        Position last = new Position(Integer.toString(log.acknowledged()));
        return new StreamStatus(
                StreamStatus.Phase.STREAMING,
                last,
                new StreamStatus.Activity(ScriptedLog.COMMITTED, null, null, null),
                new StreamStatus.Lag(ScriptedLog.EVENT_BYTES, Duration.ofMillis(1500), null),
                List.of(),
                List.of());
    }

    @Override
    public void close() {
        if (!closed) {
            mind("close");
            closed = true;
            provider.streamClosed();
        }
    }

    private void mind(String call) {
        if (closed) {
            log.misuse(call + " after close");
        }
        if (Thread.currentThread() != owner) {
            log.misuse(call + " by another thread");
        }
    }
}
