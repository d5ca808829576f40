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
import java.util.HashMap;
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

    /** So often, at most, a checkpoint is stored that no change asks for. */
    private static final Duration IDLE_STORE = Duration.ofSeconds(1);

    /** So often it is noted that nothing came. */
    private static final Duration QUIET_STORE = Duration.ofMinutes(1);

    private final PageQueue queue;
    private final Tips tips;
    private final Decoder decoder;
    private final Checkpoints checkpoints;
    private final Supervisor supervisor;
    private final AutoCloseable resources;
    private final Outstanding outstanding = new Outstanding();

    /** Records that were taken from the queue and not decoded yet. */
    private final Deque<StreamRecord> records = new ArrayDeque<>();

    private @Nullable String endedShard;
    private boolean isStoreDue;
    private Instant storedAt = Instant.now();
    private volatile @Nullable Position acknowledged;
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
        this.checkpoints = parts.checkpoints();
        this.supervisor = parts.supervisor();
        this.resources = resources;
        this.acknowledged = checkpoints.position();
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
            storeIdle();
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
                    given(record, event.position(), event.committedAt(), Map.of());
                }
                case Decoded.Structure structure -> {
                    SchemaVersion version = structure.version();
                    schemas.add(version);
                    String key = TableMemory.key(version.table());
                    given(record, null, null, Map.of(key, structure.definition().text()));
                }
                case Decoded.Nothing _ -> given(record, null, null, Map.of());
            }
        }
        undecoded = records.size();
        if (records.isEmpty() && endedShard != null) {
            given(new Outstanding.Step.End(endedShard));
            endedShard = null;
        }
        if (!events.isEmpty()) {
            lastEventAt = Instant.now();
        }
        return new ChangeBatch(events, schemas, bytes);
    }

    private void given(
            StreamRecord record,
            @Nullable Position position,
            @Nullable Instant committedAt,
            Map<String, String> remembered) {
        given(new Outstanding.Step.Read(record, position, committedAt, remembered));
    }

    private void given(Outstanding.Step step) {
        boolean isChange = step instanceof Outstanding.Step.Read read && read.position() != null;
        if (isChange || !outstanding.isEmpty() || mustRemember(step)) {
            outstanding.add(step);
        } else {
            note(step, new HashMap<>());
            isStoreDue = true;
        }
    }

    private static boolean mustRemember(Outstanding.Step step) {
        return step instanceof Outstanding.Step.Read read && !read.remembered().isEmpty();
    }

    /**
     * Where nothing waits for an acknowledgement, what nobody follows is done with, and so is what
     * was given without a change: whoever asks for more has taken it.
     */
    private void storeIdle() {
        Instant now = Instant.now();
        if (!records.isEmpty() || storedAt.plus(IDLE_STORE).isAfter(now)) {
            return;
        }
        Map<String, String> remembered = new HashMap<>();
        for (Outstanding.Step step : outstanding.takeIfNoChange()) {
            note(step, remembered);
            isStoreDue = true;
        }
        isStoreDue |= noteQuiet(now);
        if (isStoreDue) {
            store(acknowledged, remembered);
        }
    }

    /** Nothing came for long: that is worth a note, or it would look like a gap some day. */
    private boolean noteQuiet(Instant now) {
        if (storedAt.plus(QUIET_STORE).isAfter(now)) {
            return false;
        }
        Map<String, Instant> quiet = tips.quiet();
        if (!outstanding.isEmpty() || !queue.isEmpty()) {
            return false;
        }
        quiet.forEach(checkpoints::seenIdle);
        return !quiet.isEmpty();
    }

    private void store(@Nullable Position position, Map<String, String> remembered) {
        checkpoints.store(position, remembered);
        isStoreDue = false;
        storedAt = Instant.now();
    }

    private void note(Outstanding.Step step, Map<String, String> remembered) {
        switch (step) {
            case Outstanding.Step.Read read -> {
                checkpoints.reached(read.record());
                remembered.putAll(read.remembered());
            }
            case Outstanding.Step.End end -> checkpoints.ended(end.shard());
        }
    }

    @Override
    public void acknowledge(Position upTo) throws InterruptedException {
        if (closed) {
            throw new Failure(Failure.Kind.CONFLICT, "the stream is closed");
        }
        if (upTo.equals(acknowledged) && !outstanding.contains(upTo)) {
            return;
        }
        List<Outstanding.Step> done = outstanding.upTo(upTo);
        Map<String, String> remembered = new HashMap<>();
        done.forEach(step -> note(step, remembered));
        store(upTo, remembered);
        outstanding.remove(done.size());
        acknowledged = upTo;
    }

    @Override
    public StreamStatus status() {
        return new StreamStatus(
                phase(),
                acknowledged,
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
                && outstanding.oldest() == null
                && undecoded == 0
                && queue.queuedRecords() == 0;
    }

    /** Of a change that waits, its age; otherwise what Kinesis and CloudWatch know. */
    private @Nullable Duration lag() {
        Instant given = outstanding.oldest();
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
