package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A database's log: batches of events, and how many of them are acknowledged. It outlives the
 * plugin. An event is named by its table and its number, such as {@code orders1}. Thread-safe.
 */
final class ScriptedLog {
    static final Instant COMMITTED = Instant.parse("2026-01-02T03:04:05Z");
    static final long EVENT_BYTES = 10;
    private static final long MOMENT_NANOS = 1_000_000;
    private static final RowType ROWS = new RowType(List.of("id"));

    private final List<ChangeBatch> batches = new ArrayList<>();
    private final List<String> misuses = new ArrayList<>();
    private IntConsumer beforeAcknowledge = upTo -> {};
    private int events;
    private int acknowledged;
    private int mostGiven;
    private long mostOutstanding;

    /** Writes one batch with an event for each of {@code tables}. */
    synchronized void append(String... tables) {
        List<ChangeEvent> changes = Arrays.stream(tables).map(this::insert).toList();
        batches.add(new ChangeBatch(changes, EVENT_BYTES * tables.length));
        notifyAll();
    }

    /** Writes one batch with a structure and an event of its table. */
    synchronized void append(SchemaVersion version) {
        List<ChangeEvent> changes = List.of(insert(version.table().name()));
        batches.add(new ChangeBatch(changes, List.of(version), EVENT_BYTES));
        notifyAll();
    }

    private ChangeEvent insert(String table) {
        Row row = row(events + 1);
        return change(Operation.INSERT, table, row, null, row);
    }

    private static Row row(Object id) {
        return new Row(ROWS, new @Nullable Object[] {id});
    }

    private ChangeEvent change(
            Operation operation,
            String table,
            @Nullable Row key,
            @Nullable Row before,
            @Nullable Row after) {
        events++;
        return new ChangeEvent(
                new Position(Integer.toString(events)),
                0,
                operation,
                new TableId("public", table),
                key,
                before,
                after,
                COMMITTED,
                "tx" + events);
    }

    private synchronized void append(ChangeEvent event) {
        batches.add(new ChangeBatch(List.of(event), EVENT_BYTES));
        notifyAll();
    }

    /** A row with that key comes. */
    synchronized void insert(String table, Object id) {
        append(change(Operation.INSERT, table, row(id), null, row(id)));
    }

    /** The row with that key goes. */
    synchronized void delete(String table, Object id) {
        append(change(Operation.DELETE, table, row(id), row(id), null));
    }

    /** The row with one key gets another. */
    synchronized void changeKey(String table, Object from, Object to) {
        append(change(Operation.UPDATE, table, row(to), row(from), row(to)));
    }

    /** All rows go. */
    synchronized void truncate(String table) {
        append(change(Operation.TRUNCATE, table, null, null, null));
    }

    /** Waits a moment for the batch after the first {@code given}; null when there is none. */
    synchronized @Nullable ChangeBatch awaitAfter(int given) throws InterruptedException {
        long end = System.nanoTime() + MOMENT_NANOS;
        while (batches.size() <= given && System.nanoTime() < end) {
            wait(1);
        }
        if (batches.size() <= given) {
            return null;
        }
        long outstanding =
                batches.subList(acknowledged, given + 1).stream()
                        .mapToLong(ChangeBatch::bytes)
                        .sum();
        mostGiven = Math.max(mostGiven, given + 1);
        mostOutstanding = Math.max(mostOutstanding, outstanding);
        return batches.get(given);
    }

    /** Whoever is told before the events up to a number are acknowledged. */
    synchronized void beforeAcknowledge(IntConsumer listener) {
        beforeAcknowledge = listener;
    }

    synchronized void acknowledge(Position upTo) {
        int number = Integer.parseInt(upTo.text());
        beforeAcknowledge.accept(number);
        for (int i = 0; i < batches.size(); i++) {
            if (batches.get(i).last().equals(upTo)) {
                if (i < acknowledged) {
                    misuse("acknowledged again: " + upTo);
                }
                acknowledged = i + 1;
                return;
            }
        }
        misuse("acknowledged in the middle of a batch: " + upTo);
    }

    /** How many batches are acknowledged. */
    synchronized int acknowledgedBatches() {
        return acknowledged;
    }

    /** How many batches were ever given to a stream. */
    synchronized int givenBatches() {
        return mostGiven;
    }

    /** The number of the last event that is acknowledged. */
    synchronized int acknowledged() {
        return acknowledged == 0
                ? 0
                : Integer.parseInt(batches.get(acknowledged - 1).last().text());
    }

    /** The numbers of the events of {@code table}, or of all, in commit order. */
    synchronized List<Integer> numbersOf(@Nullable String table) {
        return batches.stream()
                .flatMap(batch -> batch.events().stream())
                .filter(event -> table == null || event.table().name().equals(table))
                .map(event -> Integer.parseInt(event.position().text()))
                .toList();
    }

    /** The most bytes that were given to a stream and not acknowledged. */
    synchronized long mostOutstandingBytes() {
        return mostOutstanding;
    }

    synchronized void misuse(String what) {
        misuses.add(what);
    }

    /** What somebody did that must never be done. */
    synchronized List<String> misuses() {
        return List.copyOf(misuses);
    }
}
