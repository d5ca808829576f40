package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * Rows that are read while others insert, update, delete, truncate and change keys: whoever applies
 * what comes, in its order, has the table in the end, and never goes back in time.
 */
final class OnDemandUnderLoadTest {
    private static final int KEYS = 400;
    private static final int ROUNDS = 4;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private final Map<Long, Long> applied = new TreeMap<>();
    private final Map<Long, Long> newest = new HashMap<>();

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
        ChangeBatch batch = source.stream().poll(Duration.ofMillis(50));
        batch.events().forEach(this::apply);
        if (!batch.isEmpty()) {
            source.stream().acknowledge(batch.last());
        }
    }

    private static boolean isDone(TestSource source) {
        List<SnapshotProgress> all = source.stream().status().snapshots();
        return all.getLast().state() == SnapshotProgress.State.DONE;
    }

    private static String change(Random random) {
        int id = random.nextInt(KEYS);
        return switch (random.nextInt(200)) {
            case 0 -> "TRUNCATE load";
            case 1, 2, 3 ->
                    ("UPDATE load SET id = 1000000 + nextval('versions'), version ="
                                    + " nextval('versions') WHERE id = %d")
                            .formatted(id);
            case 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> "DELETE FROM load WHERE id = " + id;
            default ->
                    ("INSERT INTO load VALUES (%d, nextval('versions')) ON CONFLICT (id) DO UPDATE"
                                    + " SET version = nextval('versions')")
                            .formatted(id);
        };
    }

    @Test
    void what_is_applied_in_order_is_the_table_and_no_row_goes_back_in_time() throws Exception {
        server.run(
                "CREATE SEQUENCE versions",
                "CREATE TABLE load (id bigint PRIMARY KEY, version bigint NOT NULL)",
                "INSERT INTO load SELECT g, nextval('versions') FROM generate_series(1, %d) g"
                        .formatted(2 * KEYS));
        try (TestSource source =
                new TestSource("load", server.dsn(), "load").with("snapshot_mode", "never")) {
            source.open();
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Random random = new Random(i);
                writers.add(Writer.start(server, number -> change(random)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                readAll(source, "round-" + round);
                newest.clear(); // what was not acknowledged comes again
                source.reopen();
            }
            for (Writer writer : writers) {
                writer.stop();
            }
            readAll(source, "last");

            assertThat(applied).isEqualTo(table());
        }
    }

    /** Once more after the last change, so that all of them have come when it is done. */
    private void readAll(TestSource source, String snapshot) throws InterruptedException {
        source.stream()
                .snapshot(
                        new SnapshotRequest(
                                snapshot, List.of(new TableId("public", "load")), null));
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!isDone(source) && System.nanoTime() < deadline) {
            pollOnce(source);
        }
        assertThat(isDone(source)).as("snapshot %s is done", snapshot).isTrue();
    }

    private static Map<Long, Long> table() {
        Map<Long, Long> rows = new TreeMap<>();
        for (String row : server.askAll("SELECT id || ' ' || version FROM load")) {
            String[] parts = String.valueOf(row).split(" ", -1);
            rows.put(Long.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        return rows;
    }
}
