package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.cdc.debezium.Writer;
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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Rows that are read on demand, while changes go on. */
final class OnDemandTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String table, int rows) {
        server.run(
                "CREATE TABLE %s (id bigint PRIMARY KEY, v text)".formatted(table),
                "INSERT INTO %s SELECT g, 'v' || g FROM generate_series(1, %d) g"
                        .formatted(table, rows));
        return new TestSource(table, server.dsn(), table).with("snapshot_mode", "never");
    }

    private static void request(TestSource source, String table, @Nullable String condition)
            throws InterruptedException {
        source.stream()
                .snapshot(
                        new SnapshotRequest(
                                "s-" + table, List.of(new TableId("public", table)), condition));
    }

    private static SnapshotProgress progress(TestSource source) {
        return source.stream().status().snapshots().getLast();
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
            await().atMost(TestSource.PATIENCE).until(() -> finished(source));
            assertThat(progress(source).state()).isEqualTo(SnapshotProgress.State.DONE);
            assertThat(progress(source).rows()).isGreaterThanOrEqualTo(5000);
            assertThat(progress(source).chunks()).isGreaterThan(1);
        }
    }

    private static boolean finished(TestSource source) throws InterruptedException {
        ChangeBatch batch = source.poll(Duration.ofMillis(50));
        if (!batch.isEmpty()) {
            source.stream().acknowledge(batch.last());
        }
        return progress(source).state() == SnapshotProgress.State.DONE;
    }

    @Test
    void a_condition_chooses_rows_whatever_signs_are_in_it() throws Exception {
        server.run(
                "CREATE TABLE conditioned (id bigint PRIMARY KEY, doc jsonb, name text)",
                "INSERT INTO conditioned VALUES (1, '{\"a\": 1}', 'O''Neil; (?'), (2, '{}', 'x'),"
                        + " (3, '{\"a\": 2}', 'O''Neil; (?')");
        try (TestSource source =
                new TestSource("conditioned", server.dsn(), "conditioned")
                        .with("snapshot_mode", "never")) {
            source.open();

            request(source, "conditioned", "doc ? 'a' AND name = 'O''Neil; (?' -- of them all");

            assertThat(Events.ids(source.take(2))).containsExactly(1L, 3L);
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void what_cannot_be_read_is_said_before_anything_is_begun() throws Exception {
        server.run("CREATE TABLE keyless (v text)", "CREATE VIEW a_view AS SELECT 1 AS id");
        try (TestSource source = source("refused", 1)) {
            source.open();

            refuses(source, "refusd", null, "did you mean public.refused?");
            refuses(source, "a_view", null, "is a view");
            refuses(source, "keyless", null, "has no primary key");
            refuses(source, "refused", "nothing = 1", "column \"nothing\" does not exist");
            refuses(
                    source,
                    "refused",
                    "true)) x; DROP TABLE refused; --",
                    "more than one statement");
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
            ChangeEvent again = after.getFirst();
            ChangeEvent first = before.get(before.size() / 2 + 1);
            assertThat(again.position()).isEqualTo(first.position());
            await().atMost(TestSource.PATIENCE).until(() -> finished(source));
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

            int more = drain(source);
            assertThat(more).isLessThan(99_000);
            assertThat(progress(source).state()).isEqualTo(SnapshotProgress.State.CANCELLED);
            assertThatThrownBy(() -> source.stream().cancelSnapshot("s-cancelled"))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure ->
                                    assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND));
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
    void a_row_is_read_whole_though_a_change_that_is_not_comes_at_the_same_time() throws Exception {
        server.run(
                "CREATE TABLE toasted (id bigint PRIMARY KEY, n int, big text)",
                "ALTER TABLE toasted ALTER big SET STORAGE EXTERNAL",
                "INSERT INTO toasted SELECT g, 0, repeat('x', 5000) || g FROM"
                        + " generate_series(1, 400) g");
        try (TestSource source =
                new TestSource("toasted", server.dsn(), "toasted").with("snapshot_mode", "never")) {
            source.open();
            Writer writer =
                    Writer.start(
                            server,
                            number ->
                                    "UPDATE toasted SET n = n + 1 WHERE id = %d"
                                            .formatted(1 + number % 400));
            request(source, "toasted", null);
            List<ChangeEvent> events = new ArrayList<>();
            source.pollUntil(events, all -> wholeRows(all) >= 400);
            writer.stop();

            assertThat(wholeRows(events)).isEqualTo(400);
            assertThat(events.stream().filter(e -> e.operation() == Operation.READ))
                    .allSatisfy(
                            event ->
                                    assertThat(String.valueOf(Events.row(event).value("big")))
                                            .isEqualTo("x".repeat(5000) + Events.id(event)));
        }
    }

    private static long wholeRows(List<ChangeEvent> events) {
        return events.stream().filter(e -> e.operation() == Operation.READ).distinct().count();
    }

    @Test
    void keys_of_several_columns_and_of_any_type_lead_through_a_table() throws Exception {
        server.run(
                "CREATE TABLE \"Odd.Keys\" (\"A b\" text, n numeric, t timestamptz, x int,"
                        + " PRIMARY KEY (\"A b\", n, t))",
                "INSERT INTO \"Odd.Keys\" SELECT 'k''\"é' || g % 3, g / 7.0,"
                    + " '2024-01-01'::timestamptz + g * interval '1 us', g FROM generate_series(1,"
                    + " 2000) g");
        try (TestSource source =
                new TestSource("odd_keys", server.dsn(), "public.Odd.Keys")
                        .with("snapshot_mode", "never")) {
            source.open();
            request(source, "Odd.Keys", null);

            List<ChangeEvent> events = source.take(2000);

            assertThat(events.stream().map(e -> (Long) Events.row(e).value("x")).sorted().toList())
                    .isEqualTo(LongStream.rangeClosed(1, 2000).boxed().toList());
            assertThat(events.stream().map(ChangeEvent::position)).doesNotHaveDuplicates();
        }
    }
}
