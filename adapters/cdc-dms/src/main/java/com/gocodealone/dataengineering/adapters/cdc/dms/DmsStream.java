package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Checkpoints;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Page;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.PageQueue;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Tips;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.Decoded;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.Decoder;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.StreamRecord;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.TableMemory;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.Supervisor;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The changes that a DMS task writes into a Kinesis stream. The shards' threads fill a queue; the
 * host's thread empties it, and stores checkpoints when it acknowledges. Confined to the host's
 * thread but for {@link #status} and snapshots.
 */
final class DmsStream implements ChangeStream {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int BATCH_EVENTS = 256;
    private static final long BATCH_BYTES = 256 << 10;

    private final PageQueue queue;
    private final Tips tips;
    private final Decoder decoder;
    private final Supervisor supervisor;
    private final AutoCloseable resources;
    private final Delivery delivery;

    /** Records that were taken from the queue and not decoded yet. */
    private final Deque<StreamRecord> records = new ArrayDeque<>();

    private @Nullable String endedShard;
    private volatile @Nullable Instant lastEventAt;
    private volatile long undecoded;
    private boolean closed;

    /** What a stream is made of. */
    record Parts(
            PageQueue queue,
            Tips tips,
            Decoder decoder,
            Checkpoints checkpoints,
            Supervisor supervisor) {}

    /**
     * @param resources closed with the stream
     */
    DmsStream(Parts parts, AutoCloseable resources) {
        this.queue = parts.queue();
        this.tips = parts.tips();
        this.decoder = parts.decoder();
        this.supervisor = parts.supervisor();
        this.resources = resources;
        this.delivery = new Delivery(parts.checkpoints(), tips, queue);
    }

    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Duration wait = maxWait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : maxWait;
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            if (records.isEmpty()) {
                turnTo(queue.take(deadline - System.nanoTime()));
            }
            if (records.isEmpty()) {
                delivery.storeIdle();
            }
            ChangeBatch batch = decodeBatch();
            boolean isLate = deadline - System.nanoTime() <= 0;
            if (!batch.isEmpty() || !batch.schemas().isEmpty() || isLate) {
                return batch;
            }
        }
    }

    private void turnTo(@Nullable Page page) {
        if (page != null) {
            records.addAll(page.records());
            endedShard = page.isEnd() ? page.shard() : null;
        }
    }

    private ChangeBatch decodeBatch() {
        List<ChangeEvent> events = new ArrayList<>();
        List<SchemaVersion> schemas = new ArrayList<>();
        long bytes = 0;
        while (!records.isEmpty() && events.size() < BATCH_EVENTS && bytes < BATCH_BYTES) {
            StreamRecord record = records.getFirst();
            Decoded decoded = decoder.decode(record);
            records.removeFirst();
            switch (decoded) {
                case Decoded.Change change -> {
                    ChangeEvent event = change.event();
                    events.add(event);
                    if (change.first() != null) {
                        schemas.add(change.first());
                    }
                    bytes += record.data().length;
                    delivery.change(record, event.position(), event.committedAt());
                }
                case Decoded.Structure structure -> {
                    SchemaVersion version = structure.version();
                    schemas.add(version);
                    String key = TableMemory.key(version.table());
                    delivery.other(record, Map.of(key, structure.definition().text()));
                }
                case Decoded.Nothing _ -> delivery.other(record, Map.of());
            }
        }
        undecoded = records.size();
        if (records.isEmpty() && endedShard != null) {
            delivery.ended(endedShard);
            endedShard = null;
        }
        if (!events.isEmpty()) {
            lastEventAt = Instant.now();
        }
        return new ChangeBatch(events, schemas, bytes);
    }

    @Override
    public void acknowledge(Position upTo) throws InterruptedException {
        if (closed) {
            throw new Failure(Failure.Kind.CONFLICT, "the stream is closed");
        }
        delivery.acknowledge(upTo);
    }

    @Override
    public StreamStatus status() {
        return new StreamStatus(
                phase(),
                delivery.acknowledged(),
                new StreamStatus.Activity(
                        lastEventAt,
                        tips.readAt(),
                        queue.queuedRecords() + undecoded,
                        queue.queuedBytes()),
                new StreamStatus.Lag(null, lag(), null),
                supervisor.progress(),
                supervisor.warnings());
    }

    private StreamStatus.Phase phase() {
        if (supervisor.isComplete() && isAtTheEnd()) {
            return StreamStatus.Phase.COMPLETE;
        }
        return supervisor.isLoading() || supervisor.isComplete()
                ? StreamStatus.Phase.SNAPSHOTTING
                : StreamStatus.Phase.STREAMING;
    }

    private boolean isAtTheEnd() {
        Duration behind = tips.behind();
        return behind != null
                && behind.isZero()
                && delivery.oldest() == null
                && undecoded == 0
                && queue.queuedRecords() == 0;
    }

    /** Of a change that waits, its age; otherwise what Kinesis and CloudWatch know. */
    private @Nullable Duration lag() {
        Instant given = delivery.oldest();
        Instant oldest = given == null ? queue.oldest() : given;
        if (oldest != null) {
            Duration age = Duration.between(oldest, Instant.now());
            return age.isNegative() ? Duration.ZERO : age;
        }
        Duration behind = tips.behind();
        Duration task = supervisor.lag();
        return behind == null || task == null ? null : behind.plus(task);
    }

    @Override
    public void snapshot(SnapshotRequest request) throws InterruptedException {
        supervisor.reload(request);
    }

    @Override
    public void cancelSnapshot(String id) throws InterruptedException {
        supervisor.cancel(id);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            resources.close();
        } catch (Exception gone) {
            // That it is gone is what was wanted.
        }
    }
}
