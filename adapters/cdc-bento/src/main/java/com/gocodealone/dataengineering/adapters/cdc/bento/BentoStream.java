package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The changes that a Bento brings. One thread polls, acknowledges and closes. */
final class BentoStream implements ChangeStream {
    private final Session session;
    private final Memory memory;

    /** What was acknowledged when this was opened; what comes again of it is left out. */
    private final @Nullable Place resumedAfter;

    private final Given given = new Given();
    private final Rows rows = new Rows();
    private volatile @Nullable Position acknowledged;
    private volatile @Nullable Instant lastEventAt;
    private boolean closed;

    BentoStream(Session session, Memory memory) {
        this.session = session;
        this.memory = memory;
        this.acknowledged = memory.acknowledged();
        this.resumedAfter = Place.parse(acknowledged == null ? null : acknowledged.text());
    }

    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        long deadline = System.nanoTime() + maxWait.toNanos();
        while (true) {
            ChangeBatch batch = deliver(session.intake().poll(deadline - System.nanoTime()));
            boolean something = !batch.isEmpty() || !batch.schemas().isEmpty();
            if (something || deadline - System.nanoTime() <= 0) {
                return batch;
            }
        }
    }

    private ChangeBatch deliver(List<Delivery> deliveries) {
        List<ChangeEvent> events = new ArrayList<>();
        List<SchemaVersion> schemas = new ArrayList<>();
        long bytes = 0;
        for (Delivery delivery : deliveries) {
            int before = events.size();
            List<Item> items = delivery.take();
            items.forEach(item -> take(item, events, schemas));
            given.add(delivery, events.subList(before, events.size()), following(items));
            bytes += delivery.bytes();
        }
        String following = given.acceptSettled();
        if (following != null) {
            memory.follow(following);
        }
        if (!events.isEmpty()) {
            lastEventAt = Instant.now();
            session.log().calm();
        }
        return new ChangeBatch(events, schemas, bytes);
    }

    private void take(Item item, List<ChangeEvent> events, List<SchemaVersion> schemas) {
        switch (item) {
            case Item.Change change -> {
                if (!wasAcknowledged(change.place())) {
                    events.add(change.event());
                    count(change.event());
                }
            }
            case Item.Structure structure -> schemas.add(structure.version());
            case Item.SnapshotBegins begins -> rows.begin(begins.tables());
            case Item.Following _ -> rows.end();
            case Item.Mishap mishap ->
                    throw new Failure(
                            Failure.Kind.INVALID, "options: processors: " + mishap.error());
        }
    }

    private static @Nullable String following(List<Item> items) {
        return items.stream()
                .filter(Item.Following.class::isInstance)
                .map(item -> ((Item.Following) item).log())
                .findFirst()
                .orElse(null);
    }

    private void count(ChangeEvent event) {
        if (event.operation() == Operation.READ) {
            rows.read(event.table());
        }
    }

    private boolean wasAcknowledged(@Nullable Place place) {
        return place != null && resumedAfter != null && place.isWithin(resumedAfter);
    }

    @Override
    public void acknowledge(Position upTo) {
        if (closed) {
            throw new Failure(Failure.Kind.CONFLICT, "the stream is closed");
        }
        if (!given.contains(upTo)) {
            if (upTo.equals(acknowledged)) {
                return;
            }
            throw new Failure(
                    Failure.Kind.INVALID, "this stream gave no change at %s".formatted(upTo));
        }
        memory.acknowledge(upTo, given.following(upTo));
        acknowledged = upTo;
        given.acknowledge(upTo);
    }

    @Override
    public StreamStatus status() {
        Vitals.Sample sample = session.vitals().sample();
        Intake intake = session.intake();
        Instant heard = sample.heardAt();
        return new StreamStatus(
                phase(),
                acknowledged,
                new StreamStatus.Activity(
                        lastEventAt, heard, intake.queuedEvents(), intake.queuedBytes()),
                new StreamStatus.Lag(sample.lagBytes(), lag(sample.lagBytes()), retention(sample)),
                rows.progress(),
                warnings());
    }

    private StreamStatus.Phase phase() {
        boolean done = given.isEmpty() && session.intake().queuedEvents() == 0;
        if (session.vitals().ended() && done) {
            return StreamStatus.Phase.COMPLETE;
        }
        return rows.isReading() ? StreamStatus.Phase.SNAPSHOTTING : StreamStatus.Phase.STREAMING;
    }

    private @Nullable Duration lag(@Nullable Long lagBytes) {
        Instant oldest = given.oldest();
        if (oldest == null) {
            return lagBytes == null ? null : Duration.ZERO;
        }
        Duration age = Duration.between(oldest, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private @Nullable Retention retention(Vitals.Sample sample) {
        return sample.retainedBytes() == null
                ? null
                : new Retention(
                        session.origin().toString(),
                        sample.retainedBytes(),
                        sample.safeBytes(),
                        null);
    }

    private List<String> warnings() {
        String complaint = session.log().complaint();
        return complaint == null ? List.of() : List.of(complaint);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
        }
    }
}
