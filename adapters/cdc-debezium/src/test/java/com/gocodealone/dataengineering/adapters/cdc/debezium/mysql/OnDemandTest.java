package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** Rows that are read on demand, while changes go on, against a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnDemandTest {
    private TestServer server;

    abstract TestServer start();

    @BeforeAll
    void startServer() {
        server = start();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    private TestSource source(String table, int rows) {
        server.run(
                "CREATE TABLE %s (id bigint PRIMARY KEY, v text)".formatted(table),
                "INSERT INTO %s SELECT seq, CONCAT('v', seq) FROM seq_1_to_%d"
                        .formatted(table, rows));
        return follow(table);
    }

    private TestSource follow(String table) {
        return server.source(table, "shop." + table)
                .with("snapshot_mode", "never")
                .with("keepalive_interval", "1s");
    }

    private static void request(TestSource source, String table, @Nullable String condition)
            throws InterruptedException {
        source.stream()
                .snapshot(
                        new SnapshotRequest(
                                "s-" + table, List.of(new TableId("shop", table)), condition));
    }

    private static SnapshotProgress progress(TestSource source) {
        return source.stream().status().snapshots().getLast();
    }

    private static void isDone(TestSource source) {
        Events.eventually(
                () -> {
                    ChangeBatch batch = source.poll(Duration.ofMillis(50));
                    if (!batch.isEmpty()) {
                        source.stream().acknowledge(batch.last());
                    }
                    assertThat(progress(source).state()).isEqualTo(SnapshotProgress.State.DONE);
                });
    }

    @Test
    void the_rows_of_a_chosen_table_come_among_the_changes() throws Exception {
        try (TestSource source = source("chosen", 5000)) {
            source.open();

            request(source, "chosen", null);
            server.run("INSERT INTO chosen VALUES (9001, 'new')");
            List<ChangeEvent> events = source.take(5001);

            assertThat(events.stream().filter(e -> e.operation() == Operation.READ))
                    .extracting(Events::id)
                    .contains(1L, 5000L)
                    .hasSizeGreaterThanOrEqualTo(5000);
            isDone(source);
            assertThat(progress(source).rows()).isGreaterThanOrEqualTo(5000);
            assertThat(progress(source).chunks()).isGreaterThan(1);
            assertThat(progress(source).estimate()).isPositive();
        }
    }

    @Test
    void rows_come_though_nobody_writes_anything() throws Exception {
        try (TestSource source = source("idle", 300)) {
            source.open();
            request(source, "idle", null);

            assertThat(Events.ids(source.take(300))).isEqualTo(Events.range(1, 300));
            isDone(source);
            source.reopen();
            request(source, "idle", "id > 290");
            assertThat(Events.ids(source.take(10))).isEqualTo(Events.range(291, 300));
        }
    }

    @Test
    void rows_come_after_log_that_brings_no_change() throws Exception {
        try (TestSource source = source("rotated", 300)) {
            source.open();
            server.run("FLUSH BINARY LOGS", "CREATE USER nobody@'%'", "FLUSH BINARY LOGS");
            request(source, "rotated", null);

            assertThat(Events.ids(source.take(300))).isEqualTo(Events.range(1, 300));
        }
    }

    @Test
    void a_table_that_was_emptied_last_of_all_is_read_to_its_end() throws Exception {
        try (TestSource source = source("emptied", 300)) {
            source.open();
            server.run("TRUNCATE TABLE emptied");
            assertThat(source.take(1).getFirst().operation()).isEqualTo(Operation.TRUNCATE);
            request(source, "emptied", null);

            isDone(source);
            assertThat(progress(source).rows()).isZero();
        }
    }

    @Test
    void a_row_that_somebody_holds_is_waited_for() throws Exception {
        try (TestSource source = source("held", 10);
                Connection other = server.connect();
                Statement statement = other.createStatement()) {
            source.open();
            other.setAutoCommit(false);
            statement.execute("UPDATE held SET v = 'newer' WHERE id = 3");
            request(source, "held", null);
            Events.eventually(
                    () ->
                            assertThat(progress(source).state())
                                    .isEqualTo(SnapshotProgress.State.RUNNING));
            other.commit();

            List<ChangeEvent> events = new ArrayList<>();
            source.pollUntil(events, all -> all.stream().anyMatch(e -> Events.id(e) == 10));
            List<ChangeEvent> ofThree = events.stream().filter(e -> Events.id(e) == 3).toList();

            assertThat(ofThree.getFirst().operation()).isEqualTo(Operation.UPDATE);
            assertThat(ofThree).extracting(e -> Events.row(e).value("v")).containsOnly("newer");
        }
    }

    @Test
    void a_condition_chooses_rows_whatever_signs_are_in_it() throws Exception {
        server.run(
                "CREATE TABLE conditioned (id bigint PRIMARY KEY, name text)",
                "INSERT INTO conditioned VALUES (1, 'O''Neil; (?'), (2, 'x'), (3, 'O''Neil; (?')");
        try (TestSource source = follow("conditioned")) {
            source.open();

            request(source, "conditioned", "id < 9 AND name = 'O''Neil; (?' -- of them all");

            assertThat(Events.ids(source.take(2))).containsExactly(1L, 3L);
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void what_cannot_be_read_is_said_before_anything_is_begun() throws Exception {
        server.run(
                "CREATE TABLE refused_keyless (v int)",
                "CREATE TABLE refused_myisam (id int PRIMARY KEY) ENGINE=MyISAM",
                "CREATE TABLE refused_enum (e enum('a','b') PRIMARY KEY)",
                "CREATE TABLE refused (id int PRIMARY KEY)",
                "CREATE TABLE other (id int PRIMARY KEY)",
                "CREATE VIEW refused_view AS SELECT 1 AS id");
        try (TestSource source =
                server.source("refused", "refused*").with("snapshot_mode", "never")) {
            source.open();

            refuses(source, "refusd", null, "did you mean shop.refused?");
            refuses(source, "refused_view", null, "is a view");
            refuses(source, "refused_keyless", null, "has no primary key");
            refuses(source, "refused_myisam", null, "is of engine MyISAM");
            refuses(source, "refused_enum", null, "has e, of type enum('a','b'), in its primary");
            refuses(source, "other", null, "is not among the tables that the source follows");
            refuses(source, "refused", "nothing = 1", "nothing");
            refuses(source, "refused", "true; DROP TABLE refused", "cannot be read");
            refuses(source, "refused", "true) OR (true", "cannot be read");
            refuses(source, "refused", "true, 1, 0) OR IF(true", "cannot be read");
            assertThat(source.unexpected()).isEmpty();
            assertThat(source.stream().status().snapshots()).isEmpty();
        }
    }

    private static void refuses(
            TestSource source, String table, @Nullable String condition, String sentence) {
        assertThatThrownBy(() -> request(source, table, condition))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
                            assertThat(failure.fact()).contains(sentence);
                        });
    }

    @Test
    void a_wish_outlives_a_crash_right_after_it() throws Exception {
        try (TestSource source = source("wished", 300)) {
            source.open();
            request(source, "wished", null);
            source.reopen();

            assertThat(Events.ids(source.take(300))).isEqualTo(Events.range(1, 300));
        }
    }

    @Test
    void a_snapshot_goes_on_behind_the_last_row_acknowledged() throws Exception {
        try (TestSource source = source("resumed", 3000)) {
            source.open();
            request(source, "resumed", null);
            List<ChangeEvent> before = source.next(1500);
            ChangeEvent acknowledged = before.get(before.size() / 2);
            source.stream().acknowledge(acknowledged.position());

            source.reopen();

            long from = Events.id(acknowledged) + 1;
            List<ChangeEvent> after = source.take((int) (3001 - from));
            assertThat(Events.ids(after)).isEqualTo(Events.range(from, 3000));
            ChangeEvent first = before.get(before.size() / 2 + 1);
            assertThat(after.getFirst().position()).isEqualTo(first.position());
            isDone(source);
            assertThat(progress(source).rows()).isEqualTo(3000);
        }
    }

    @Test
    void a_cancelled_snapshot_reads_no_more_and_stays_cancelled() throws Exception {
        try (TestSource source = source("cancelled", 100_000)) {
            source.open();
            request(source, "cancelled", null);
            source.take(1);

            source.stream().cancelSnapshot("s-cancelled");

            assertThat(drain(source)).isLessThan(99_000);
            assertThat(progress(source).state()).isEqualTo(SnapshotProgress.State.CANCELLED);
            source.reopen();
            assertThat(source.unexpected()).isEmpty();
        }
    }

    private static int drain(TestSource source) throws InterruptedException {
        int count = 0;
        ChangeBatch batch = source.poll(Duration.ofSeconds(1));
        while (!batch.isEmpty()) {
            source.stream().acknowledge(batch.last());
            count += batch.events().size();
            batch = source.poll(Duration.ofSeconds(1));
        }
        return count;
    }

    @Test
    void keys_of_several_columns_and_of_any_type_lead_through_a_table() throws Exception {
        server.run(
                "CREATE TABLE `Odd.Keys` (x int, t timestamp(6), b varbinary(8), `A b`"
                        + " varchar(20), n decimal(20,5), PRIMARY KEY (`A b`, n, t, b))",
                "INSERT INTO `Odd.Keys` SELECT seq, '2024-01-01 00:00:00' + INTERVAL seq"
                        + " MICROSECOND, CHAR(seq % 256), CONCAT('k''\\\\\"é', seq % 3), seq / 7"
                        + " FROM seq_1_to_2000");
        try (TestSource source = follow("Odd.Keys")) {
            source.open();
            request(source, "Odd.Keys", null);

            List<ChangeEvent> events = source.take(2000);

            assertThat(events.stream().map(e -> (Long) Events.row(e).value("x")).sorted().toList())
                    .isEqualTo(LongStream.rangeClosed(1, 2000).boxed().toList());
            assertThat(events.stream().map(ChangeEvent::position)).doesNotHaveDuplicates();
            server.run("UPDATE `Odd.Keys` SET x = -1 WHERE x = 1000");
            ChangeEvent changed = source.take(1).getFirst();
            ChangeEvent read =
                    events.stream()
                            .filter(e -> Objects.equals(Events.row(e).value("x"), 1000L))
                            .findFirst()
                            .orElseThrow();
            assertThat(Events.values(changed.key())).isEqualTo(Events.values(read.key()));
        }
    }
}
