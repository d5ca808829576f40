package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Nothing is lost, and what was acknowledged does not come back. */
final class DeliveryTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String table) {
        server.run("CREATE TABLE %s (id int PRIMARY KEY, pad text)".formatted(table));
        return new TestSource(table, server.dsn(), table);
    }

    private static List<Object> ids(List<ChangeEvent> events) {
        return events.stream().map(DeliveryTest::id).collect(Collectors.toList());
    }

    private static Object id(ChangeEvent event) {
        return Objects.requireNonNull(Objects.requireNonNull(event.key()).value("id"));
    }

    private static List<Object> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().collect(Collectors.toList());
    }

    private static void copy(String table, int from, int to) throws Exception {
        String rows =
                LongStream.rangeClosed(from, to)
                        .mapToObj(id -> id + "\t\n")
                        .collect(Collectors.joining());
        try (Connection connection = server.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY %s FROM STDIN".formatted(table), new StringReader(rows));
        }
    }

    @Test
    void what_was_acknowledged_never_comes_back_and_the_rest_does() throws Exception {
        try (TestSource source = source("acked")) {
            source.open();
            server.run(
                    "INSERT INTO acked VALUES (1)",
                    "INSERT INTO acked VALUES (2)",
                    "INSERT INTO acked VALUES (3)");
            List<ChangeEvent> events = source.next(3);
            source.stream().acknowledge(events.get(1).position());

            source.reopen();
            List<ChangeEvent> again = source.take(1);
            assertThat(again)
                    .extracting(ChangeEvent::position)
                    .containsExactly(events.get(2).position());
            assertThat(source.unexpected()).isEmpty();

            source.reopen();
            server.run("INSERT INTO acked VALUES (4)");
            assertThat(ids(source.take(1))).isEqualTo(range(4, 4));
        }
    }

    @Test
    void a_change_has_the_same_position_and_index_at_every_delivery() throws Exception {
        try (TestSource source = source("same")) {
            source.open();
            copy("same", 1, 50);
            List<ChangeEvent> first = source.next(50);

            source.reopen();

            assertThat(source.next(50))
                    .extracting(event -> event.position() + ":" + event.index())
                    .isEqualTo(
                            first.stream()
                                    .map(event -> event.position() + ":" + event.index())
                                    .toList())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void rows_of_one_copy_can_be_acknowledged_in_parts() throws Exception {
        try (TestSource source = source("copied")) {
            source.open();
            copy("copied", 1, 600);
            List<ChangeEvent> events = source.next(600);
            Set<Position> positions =
                    events.stream().map(ChangeEvent::position).collect(Collectors.toSet());
            assertThat(positions).hasSizeBetween(2, 20);
            Position middle = events.get(300).position();
            source.stream().acknowledge(middle);
            int done = 0;
            while (!events.get(done).position().equals(middle)
                    || events.get(done + 1).index() > 0) {
                done++;
            }

            source.reopen();

            assertThat(ids(source.take(600 - done - 1))).isEqualTo(range(done + 2, 600));
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void a_batch_never_ends_inside_a_position() throws Exception {
        try (TestSource source = source("whole")) {
            source.open();
            copy("whole", 1, 3000);
            Set<Position> seen = new HashSet<>();
            int count = 0;
            while (count < 3000) {
                ChangeBatch batch = source.stream().poll(TestSource.PATIENCE);
                Set<Position> positions =
                        batch.events().stream()
                                .map(ChangeEvent::position)
                                .collect(Collectors.toSet());
                assertThat(seen).doesNotContainAnyElementsOf(positions);
                seen.addAll(positions);
                count += batch.events().size();
            }
            assertThat(count).isEqualTo(3000);
        }
    }

    @Test
    void a_transaction_larger_than_the_queue_comes_whole_and_can_be_resumed_inside()
            throws Exception {
        try (TestSource source = source("large")) {
            source.open();
            server.run(
                    "INSERT INTO large SELECT g, repeat('x', 2000) FROM generate_series(1, 3000)"
                            + " g");
            List<ChangeEvent> events = new ArrayList<>();
            source.pollUntil(events, all -> all.size() >= 1000);
            source.stream().acknowledge(events.getLast().position());
            int done = events.size();

            source.reopen();

            assertThat(ids(source.take(3000 - done))).isEqualTo(range(done + 1, 3000));
        }
    }

    @Test
    void interleaved_transactions_survive_a_resume_at_any_place() throws Exception {
        try (TestSource source = source("weave")) {
            source.open();
            try (Connection one = server.connect();
                    Connection two = server.connect()) {
                one.setAutoCommit(false);
                two.setAutoCommit(false);
                for (int i = 1; i <= 5; i++) {
                    one.createStatement().execute("INSERT INTO weave VALUES (%d)".formatted(i));
                    two.createStatement()
                            .execute("INSERT INTO weave VALUES (%d)".formatted(100 + i));
                }
                two.commit();
                one.commit();
            }
            List<Object> order = range(101, 105);
            order.addAll(range(1, 5));
            for (int next = 0; next < order.size(); next++) {
                List<ChangeEvent> events = source.next(order.size() - next);
                assertThat(ids(events)).isEqualTo(order.subList(next, order.size()));
                source.stream().acknowledge(events.getFirst().position());
                source.reopen();
            }
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void a_store_that_fails_makes_acknowledge_fail_and_nothing_is_lost() throws Exception {
        try (TestSource source = source("broken")) {
            source.open();
            server.run("INSERT INTO broken VALUES (1)");
            Position position = source.next(1).getFirst().position();
            source.state().breakDown(true);

            assertThatThrownBy(() -> source.stream().acknowledge(position))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> {
                                assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
                                assertThat(failure.fact()).contains("the disk is full");
                            });

            source.state().breakDown(false);
            source.stream().acknowledge(position);
            source.reopen();
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void a_closed_stream_stores_nothing_more() throws Exception {
        try (TestSource source = source("stale")) {
            ChangeStream stale = source.open();
            server.run("INSERT INTO stale VALUES (1)");
            Position position = source.next(1).getFirst().position();
            stale.close();
            stale.close();
            Map<String, String> before = source.state().entries();

            assertThatThrownBy(() -> stale.acknowledge(position)).isInstanceOf(Failure.class);

            assertThat(source.state().entries()).isEqualTo(before);
            source.open();
            assertThat(ids(source.take(1))).isEqualTo(range(1, 1));
        }
    }

    @Test
    void a_position_that_was_not_given_cannot_be_acknowledged() throws Exception {
        try (TestSource source = source("unknown")) {
            source.open();

            assertThatThrownBy(() -> source.stream().acknowledge(new Position("0/1")))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("0/1");
        }
    }

    @Test
    void two_sources_of_one_database_do_not_know_of_each_other() throws Exception {
        try (TestSource left = source("left_one");
                TestSource right = source("right_one")) {
            left.open();
            right.open();
            server.inOneTransaction(
                    "INSERT INTO left_one VALUES (1)", "INSERT INTO right_one VALUES (2)");

            assertThat(ids(left.take(1))).isEqualTo(range(1, 1));
            left.stop();
            assertThat(ids(right.take(1))).isEqualTo(range(2, 2));
            assertThat(right.unexpected()).isEmpty();
        }
    }

    @Test
    void the_slot_moves_on_with_what_is_acknowledged_and_with_what_others_write() throws Exception {
        server.run("CREATE TABLE elsewhere (id int, pad text)");
        try (TestSource source = source("moves")) {
            source.open();
            server.run("INSERT INTO moves VALUES (1)");
            source.take(1);
            server.run(
                    "INSERT INTO elsewhere SELECT g, repeat('x', 500) FROM generate_series(1, 8000)"
                            + " g");
            String written = server.ask("SELECT pg_current_wal_lsn()");

            await().atMost(TestSource.PATIENCE)
                    .until(
                            () -> {
                                assertThat(source.stream().poll(Duration.ofMillis(50)).isEmpty())
                                        .isTrue();
                                return "t"
                                        .equals(
                                                server.ask(
                                                        ("SELECT confirmed_flush_lsn >= '%s' FROM"
                                                             + " pg_replication_slots WHERE"
                                                             + " slot_name ="
                                                             + " 'data_engineering_moves'")
                                                                .formatted(written)));
                            });
            await().atMost(TestSource.PATIENCE)
                    .until(
                            () -> {
                                Long lag = source.stream().status().lagBytes();
                                return lag != null && lag < 1 << 20;
                            });
            assertThat(source.stream().status().lag()).isEqualTo(Duration.ZERO);
            source.reopen();
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void the_lag_is_the_age_of_the_oldest_change_that_waits() throws Exception {
        try (TestSource source = source("lags")) {
            source.open();
            server.run("INSERT INTO lags VALUES (1)");
            ChangeEvent event = source.next(1).getFirst();

            await().until(() -> age(source).compareTo(Duration.ofMillis(300)) > 0);
            source.stream().acknowledge(event.position());
            await().until(() -> age(source).isZero());
            assertThat(source.stream().status().lastEventAt()).isAfter(event.committedAt());
        }
    }

    private static Duration age(TestSource source) {
        Duration lag = source.stream().status().lag();
        return lag == null ? Duration.ofMillis(-1) : lag;
    }

    @Test
    void an_interrupt_ends_poll_at_once() throws Exception {
        try (TestSource source = source("interrupted")) {
            ChangeStream stream = source.open();
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread poller =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            stream.poll(Duration.ofMinutes(1));
                                        } catch (InterruptedException | RuntimeException e) {
                                            end.complete(e);
                                        }
                                    });
            await().until(() -> poller.getState() == Thread.State.TIMED_WAITING);

            poller.interrupt();

            assertThat(end.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void a_closed_stream_leaves_no_thread_and_no_connection() throws Exception {
        try (TestSource source = source("leaves")) {
            source.open();
            server.run(
                    "INSERT INTO leaves SELECT g, repeat('x', 5000) FROM generate_series(1, 2000)"
                            + " g");
            source.next(1); // by now the queue is full and Debezium waits
            assertThat(threads("data_engineering_leaves")).isNotEmpty();

            Thread.currentThread().interrupt();
            source.stop();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(threads("data_engineering_leaves")).isEmpty();
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    server.askAll(
                                                            "SELECT application_name FROM"
                                                                + " pg_stat_activity WHERE"
                                                                + " application_name LIKE"
                                                                + " 'data-engineering leaves%'"))
                                            .isEmpty());
        }
    }

    private static List<String> threads(String part) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(part))
                .toList();
    }

    @Test
    void a_broken_connection_ends_the_stream_and_the_next_one_goes_on() throws Exception {
        try (TestSource source = source("cut")) {
            source.open();
            server.run("INSERT INTO cut VALUES (1)", "INSERT INTO cut VALUES (2)");
            source.stream().acknowledge(source.next(2).getFirst().position());
            server.run(
                    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE"
                            + " slot_name = 'data_engineering_cut'");

            Failure failure = failureOf(source.stream());

            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            assertThat(failure.fact()).startsWith("the connection to 127.0.0.1:");
            source.reopen();
            server.run("INSERT INTO cut VALUES (3)");
            assertThat(ids(source.take(2))).isEqualTo(range(2, 3));
        }
    }

    private static Failure failureOf(ChangeStream stream) throws InterruptedException {
        long deadline = System.nanoTime() + TestSource.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                stream.poll(Duration.ofMillis(100));
            } catch (Failure failure) {
                return failure;
            }
        }
        throw new AssertionError("the stream goes on");
    }

    @Test
    void rows_are_not_taken_for_each_other_when_many_write() throws Exception {
        try (TestSource source = source("busy")) {
            source.open();
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int from = writer * 250;
                writers.add(Thread.ofVirtual().start(() -> write("busy", from, from + 250)));
            }
            List<ChangeEvent> events = source.take(1000);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(ids(events)).doesNotHaveDuplicates().hasSize(1000);
            assertThat(events)
                    .allMatch(
                            event ->
                                    String.valueOf(id(event))
                                            .equals(
                                                    Objects.requireNonNull(event.after())
                                                            .value("pad")));
        }
    }

    private static void write(String table, int from, int to) {
        try (Connection connection = server.connect()) {
            for (int id = from; id < to; id++) {
                connection
                        .createStatement()
                        .execute("INSERT INTO %s VALUES (%d, '%d')".formatted(table, id, id));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
