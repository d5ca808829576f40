package com.example.jsonlines;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads when it is polled and not before, so it needs no thread and holds nothing in memory. What
 * other threads look at is volatile.
 */
final class JsonLinesStream implements ChangeStream {
    static final String ACKNOWLEDGED = "acknowledged";

    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Log log;
    private final List<TablePattern> tables;
    private final int batchLines;
    private final Events events;
    private final StateStore state;

    /** Up to here lines were given. */
    private Place given;

    private volatile Place acknowledged;
    private volatile Instant lastEventAt;
    private boolean closed;

    JsonLinesStream(
            Log log,
            List<TablePattern> tables,
            JsonLinesOptions options,
            Place begin,
            StateStore state) {
        this.log = log;
        this.tables = tables;
        this.batchLines = options.batchLines();
        this.events = new Events(log.folder().getFileName().toString(), options.key());
        this.given = begin;
        this.acknowledged = begin;
        this.state = state;
    }

    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        long deadline = System.nanoTime() + maxWait.toNanos();
        while (true) {
            List<Log.Line> lines = log.after(given);
            ChangeBatch batch = batch(lines.subList(0, Math.min(lines.size(), batchLines)));
            if (!batch.isEmpty() || System.nanoTime() >= deadline) {
                return batch;
            }
            if (lines.isEmpty()) {
                Thread.sleep(GLANCE);
            }
        }
    }

    private ChangeBatch batch(List<Log.Line> lines) {
        List<ChangeEvent> changes = new ArrayList<>();
        long bytes = 0;
        for (Log.Line line : lines) {
            ChangeEvent event = events.event(line);
            if (TablePattern.anyMatches(tables, event.table())) {
                changes.add(event);
                bytes += 2L * line.text().length();
            }
            given = line.next();
        }
        if (!changes.isEmpty()) {
            lastEventAt = Instant.now();
        }
        return new ChangeBatch(changes, bytes);
    }

    /** The host's store is on disk when {@code put} returns, so this is too. */
    @Override
    public void acknowledge(Position upTo) {
        if (closed) {
            throw new Failure(Failure.Kind.CONFLICT, "the stream is closed");
        }
        Place place = Place.of(upTo);
        if (place.compareTo(given) > 0) {
            throw new Failure(
                    Failure.Kind.INVALID, "position %s was not given yet".formatted(upTo));
        }
        try {
            state.put(Map.of(ACKNOWLEDGED, upTo.text()));
        } catch (RuntimeException e) {
            throw new Failure(Failure.Kind.UNAVAILABLE, "what is acknowledged cannot be stored", e);
        }
        acknowledged = place;
    }

    @Override
    public StreamStatus status() {
        return new StreamStatus(
                StreamStatus.Phase.STREAMING,
                acknowledged.position(),
                new StreamStatus.Activity(lastEventAt, null, 0L, 0L),
                new StreamStatus.Lag(lagBytes(), null, null),
                List.of(),
                List.of());
    }

    private Long lagBytes() {
        try {
            return log.bytesAfter(acknowledged);
        } catch (Failure gone) {
            return null;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
