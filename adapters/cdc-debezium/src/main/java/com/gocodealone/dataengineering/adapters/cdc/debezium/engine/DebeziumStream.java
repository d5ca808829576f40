package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A stream of one source's changes. Debezium's thread fills a queue; the host's thread empties it,
 * and has an offset stored when it acknowledges. Confined to the host's thread but for {@link
 * #status}.
 */
public final class DebeziumStream implements ChangeStream {
    private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final EventQueue queue;
    private final Offsets offsets;
    private final EngineRun engine;
    private final Monitor monitor;
    private final Snapshots snapshots;
    private final AutoCloseable resources;
    private final Outstanding outstanding = new Outstanding();

    /** They go with the change that they begin with. */
    private final List<SchemaVersion> structures = new ArrayList<>();

    private volatile @Nullable Map<String, ?> idleMark;
    private long idleMarkedAt = System.nanoTime() - IDLE_NANOS;
    private final StreamStatus.Phase afterRows;
    private volatile StreamStatus.Phase phase;
    private volatile @Nullable Position acknowledged;
    private volatile @Nullable Instant lastEventAt;
    private boolean closed;

    /**
     * @param resources closed with the stream, last
     */
    public DebeziumStream(Parts parts, Offsets offsets, Course course, AutoCloseable resources) {
        this.queue = parts.queue();
        this.engine = parts.engine();
        this.monitor = parts.monitor();
        this.snapshots = parts.snapshots();
        this.offsets = offsets;
        this.afterRows =
                course == Course.ROWS ? StreamStatus.Phase.COMPLETE : StreamStatus.Phase.STREAMING;
        this.phase = course.beginsWithRows() ? StreamStatus.Phase.SNAPSHOTTING : afterRows;
        this.resources = resources;
        this.acknowledged = offsets.position();
    }

    /** What runs while a stream is open. */
    public record Parts(EventQueue queue, EngineRun engine, Monitor monitor, Snapshots snapshots) {}

    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        Duration wait = maxWait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : maxWait;
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            ChangeBatch batch = deliver(queue.take(deadline - System.nanoTime()));
            markIdle();
            if (!batch.isEmpty() || deadline - System.nanoTime() <= 0) {
                return batch;
            }
        }
    }

    private ChangeBatch deliver(List<Item> items) {
        List<ChangeEvent> events = new ArrayList<>();
        long bytes = 0;
        for (Item item : items) {
            switch (item) {
                case Item.Group group -> {
                    events.addAll(group.events());
                    bytes += group.bytes();
                    deliver(group);
                }
                case Item.Read read -> {
                    events.add(read.event());
                    bytes += read.bytes();
                    deliver(read);
                }
                case Item.Boundary boundary -> deliver(boundary);
                case Item.Structured structured -> structures.add(structured.version());
            }
        }
        if (events.isEmpty()) {
            return ChangeBatch.EMPTY;
        }
        lastEventAt = Instant.now();
        ChangeBatch batch = new ChangeBatch(events, structures, bytes);
        structures.clear();
        return batch;
    }

    private void deliver(Item.Group group) {
        boolean reading = group.isSnapshot() && !group.endsSnapshot();
        phase = reading ? StreamStatus.Phase.SNAPSHOTTING : afterRows;
        Instant committedAt = group.events().getFirst().committedAt();
        outstanding.add(
                new Outstanding.Delivered(group.position(), committedAt, group.mark(), null));
        idleMark = null; // the group's own mark will say more
    }

    private void deliver(Item.Read read) {
        ChangeEvent event = read.event();
        outstanding.add(
                new Outstanding.Delivered(
                        event.position(), event.committedAt(), null, read.reached()));
    }

    private void deliver(Item.Boundary boundary) {
        if (boundary.mark() != null) {
            phase = afterRows;
        }
        if (!outstanding.isEmpty()) {
            outstanding.add(
                    new Outstanding.Delivered(null, null, boundary.mark(), boundary.reached()));
        } else if (boundary.reached() != null) {
            offsets.reached(acknowledged, snapshots.advance(List.of(boundary.reached())));
        } else if (boundary.mark() != null) {
            idleMark = boundary.mark();
        }
    }

    /** Nothing waits for an acknowledgement, so what others wrote is done with. */
    private void markIdle() throws InterruptedException {
        Map<String, ?> mark = idleMark;
        if (mark == null || System.nanoTime() - idleMarkedAt < IDLE_NANOS) {
            return;
        }
        offsets.confirmed(acknowledged, Map.of(), () -> engine.mark(mark));
        idleMarkedAt = System.nanoTime();
        idleMark = null;
    }

    @Override
    public void acknowledge(Position upTo) throws InterruptedException {
        if (upTo.equals(acknowledged) && !outstanding.contains(upTo)) {
            return;
        }
        Outstanding.Done done = outstanding.upTo(upTo);
        store(upTo, done.mark(), snapshots.advance(done.reached()));
        outstanding.remove(done);
        acknowledged = upTo;
    }

    private void store(Position upTo, @Nullable Map<String, ?> mark, Map<String, String> more)
            throws InterruptedException {
        if (mark != null) {
            offsets.confirmed(upTo, more, () -> engine.mark(mark));
        } else if (!more.isEmpty()) {
            offsets.reached(upTo, more);
        }
    }

    @Override
    public StreamStatus status() {
        Long lagBytes = monitor.lagBytes();
        Instant delivered = outstanding.oldest();
        Instant oldest = delivered == null ? queue.oldest() : delivered;
        return new StreamStatus(
                phase(),
                acknowledged,
                activity(),
                new StreamStatus.Lag(lagBytes, lag(oldest, lagBytes), monitor.retention()),
                snapshots.progress(),
                snapshots.warnings());
    }

    /** Complete is only what is acknowledged too. */
    private StreamStatus.Phase phase() {
        StreamStatus.Phase now = phase;
        boolean waits = outstanding.oldest() != null || idleMark != null;
        return now == StreamStatus.Phase.COMPLETE && waits ? StreamStatus.Phase.SNAPSHOTTING : now;
    }

    private StreamStatus.Activity activity() {
        Instant filledAt = queue.filledAt();
        Instant servedAt = monitor.servedAt();
        boolean served = servedAt != null && (filledAt == null || servedAt.isAfter(filledAt));
        return new StreamStatus.Activity(
                lastEventAt,
                served ? servedAt : filledAt,
                queue.queuedEvents(),
                queue.queuedBytes());
    }

    private static @Nullable Duration lag(@Nullable Instant oldest, @Nullable Long lagBytes) {
        if (oldest == null) {
            return lagBytes == null ? null : Duration.ZERO;
        }
        Duration age = Duration.between(oldest, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    @Override
    public void snapshot(SnapshotRequest request) throws InterruptedException {
        if (afterRows == StreamStatus.Phase.COMPLETE) {
            throw new Failure(
                    Failure.Kind.UNSUPPORTED,
                    "with snapshot_mode initial_only there are no changes among which rows could be"
                            + " read");
        }
        snapshots.request(request);
    }

    @Override
    public void cancelSnapshot(String id) throws InterruptedException {
        snapshots.cancel(id);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        offsets.close();
        queue.close();
        engine.close();
        monitor.close();
        Quietly.close(resources);
    }
}
