package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/**
 * A provider's stream whose batches are counted, whose schema versions are kept before anybody sees
 * the batch, and of whose calls one can tell that they hang. As confined as the stream itself, but
 * for {@link #call}, {@link #abandon} and {@link #lastPollNanos}.
 */
final class WatchedStream implements ChangeStream {
    private final ChangeStream stream;
    private final SourceMemory memory;
    private volatile @Nullable Call call;
    private volatile long lastPollNanos = System.nanoTime();
    private volatile boolean abandoned;

    /**
     * A call that has not come back.
     *
     * @param name of the provider's method
     * @param patience how long it was asked to wait
     */
    record Call(String name, Duration patience, long sinceNanos) {
        /** How much longer than it should it has taken by now. */
        Duration overdue() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos).minus(patience);
        }
    }

    WatchedStream(ChangeStream stream, SourceMemory memory) {
        this.stream = stream;
        this.memory = memory;
    }

    /** The call that the provider is busy with. */
    Optional<Call> call() {
        return Optional.ofNullable(call);
    }

    /**
     * What it gives from now on is not wanted, even if it swallows the interruption that follows.
     */
    void abandon() {
        abandoned = true;
    }

    /** When it was last asked for changes, by {@link System#nanoTime}. */
    long lastPollNanos() {
        return lastPollNanos;
    }

    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        begin("poll", maxWait);
        try {
            ChangeBatch batch = stream.poll(maxWait);
            if (abandoned) {
                throw new InterruptedException();
            }
            memory.schemas().record(batch.schemas());
            memory.counts().count(batch);
            return batch;
        } finally {
            end();
            lastPollNanos = System.nanoTime();
        }
    }

    @Override
    public void acknowledge(Position upTo) throws InterruptedException {
        begin("acknowledge", Duration.ZERO);
        try {
            stream.acknowledge(upTo);
            memory.counts().acknowledged();
        } finally {
            end();
        }
    }

    @Override
    public StreamStatus status() {
        return stream.status();
    }

    @Override
    public void snapshot(SnapshotRequest request) throws InterruptedException {
        stream.snapshot(request);
    }

    @Override
    public void cancelSnapshot(String id) throws InterruptedException {
        stream.cancelSnapshot(id);
    }

    @Override
    public void close() {
        begin("close", Duration.ZERO);
        try {
            stream.close();
        } finally {
            end();
        }
    }

    private void begin(String name, Duration patience) {
        call = new Call(name, patience, System.nanoTime());
    }

    private void end() {
        call = null;
    }
}
