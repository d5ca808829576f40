package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import java.time.Duration;

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
        try {
            provider.beforePoll();
            ChangeBatch next = log.awaitAfter(given);
            if (next == null) {
                return ChangeBatch.EMPTY;
            }
            given++;
            return next;
        } finally {
            provider.afterPoll();
        }
    }

    @Override
    public void acknowledge(Position upTo) {
        mind("acknowledge");
        provider.beforeAcknowledge();
        log.acknowledge(upTo);
    }

    @Override
    public StreamStatus status() {
        return provider.status(new Position(Integer.toString(log.acknowledged())));
    }

    @Override
    public void snapshot(SnapshotRequest request) {
        String where = request.condition() == null ? "" : " where " + request.condition();
        provider.wished("%s %s%s".formatted(request.id(), request.tables(), where));
    }

    @Override
    public void cancelSnapshot(String id) {
        provider.wished("cancel " + id);
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
