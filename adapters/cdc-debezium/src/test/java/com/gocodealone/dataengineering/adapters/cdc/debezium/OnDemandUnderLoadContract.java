package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Rows that are read while others insert, update, delete, truncate and change keys: whoever applies
 * what comes, in its order, has the table in the end, and never goes back in time.
 */
public abstract class OnDemandUnderLoadContract {
    private static final int KEYS = 400;
    private static final int ROUNDS = 4;

    private final AtomicLong keys = new AtomicLong(1_000_000);
    private final Map<Long, Long> applied = new TreeMap<>();
    private final Map<Long, Long> newest = new HashMap<>();

    /** The database, and how it says "if there is a row of this key". */
    protected abstract TestDatabase start();

    protected abstract String onConflict();

    private void apply(ChangeEvent event) {
        if (event.operation() == Operation.TRUNCATE) {
            applied.clear();
            newest.clear();
            return;
        }
        long id = Events.id(event);
        if (event.operation() == Operation.DELETE) {
            applied.remove(id);
            newest.remove(id);
            return;
        }
        long version = (Long) version(event);
        assertThat(version)
                .as("version of row %d, %s", id, event.operation())
                .isGreaterThanOrEqualTo(newest.getOrDefault(id, 0L));
        newest.put(id, version);
        applied.put(id, version);
    }

    private static Object version(ChangeEvent event) {
        return Objects.requireNonNull(Events.row(event).value("version"));
    }

    private void pollOnce(TestSource source) throws InterruptedException {
        ChangeBatch batch = source.poll(Duration.ofMillis(50));
        batch.events().forEach(this::apply);
        if (!batch.isEmpty()) {
            source.stream().acknowledge(batch.last());
        }
    }

    private static boolean isDone(TestSource source) {
        List<SnapshotProgress> all = source.stream().status().snapshots();
        return all.getLast().state() == SnapshotProgress.State.DONE;
    }

    private String change(Random random) {
        int id = random.nextInt(KEYS);
        return switch (random.nextInt(200)) {
            case 0 -> "TRUNCATE TABLE stock";
            case 1, 2, 3 ->
                    "UPDATE stock SET id = %d, version = version + 1 WHERE id = %d"
                            .formatted(keys.incrementAndGet(), id);
            case 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> "DELETE FROM stock WHERE id = " + id;
            default ->
                    "INSERT INTO stock VALUES (%d, 1) %s version = stock.version + 1"
                            .formatted(id, onConflict());
        };
    }

    @Test
    void what_is_applied_in_order_is_the_table_and_no_row_goes_back_in_time() throws Exception {
        try (TestDatabase server = start();
                TestSource source = server.source("stock", "stock")) {
            server.run(
                    "CREATE TABLE stock (id bigint PRIMARY KEY, version bigint NOT NULL)",
                    LongStream.rangeClosed(1, 2 * KEYS)
                            .mapToObj("(%d, 1)"::formatted)
                            .collect(joining(", ", "INSERT INTO stock VALUES ", "")));
            source.with("snapshot_mode", "never");
            source.open();
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Random random = new Random(i);
                writers.add(Writer.start(server, number -> change(random)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                readAll(server, source, "round-" + round);
                newest.clear(); // what was not acknowledged comes again
                source.reopen();
            }
            for (Writer writer : writers) {
                writer.stop();
            }
            readAll(server, source, "last");

            assertThat(applied).isEqualTo(table(server));
        }
    }

    /** Once more after the last change, so that all of them have come when it is done. */
    private void readAll(TestDatabase server, TestSource source, String snapshot)
            throws InterruptedException {
        source.stream()
                .snapshot(new SnapshotRequest(snapshot, List.of(server.table("stock")), null));
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!isDone(source) && System.nanoTime() < deadline) {
            pollOnce(source);
        }
        assertThat(isDone(source))
                .as("snapshot %s is done: %s", snapshot, source.stream().status())
                .isTrue();
    }

    private static Map<Long, Long> table(TestDatabase server) {
        Map<Long, Long> rows = new TreeMap<>();
        for (String row : server.askAll("SELECT CONCAT(id, ' ', version) FROM stock")) {
            String[] parts = String.valueOf(row).split(" ", -1);
            rows.put(Long.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        return rows;
    }
}
