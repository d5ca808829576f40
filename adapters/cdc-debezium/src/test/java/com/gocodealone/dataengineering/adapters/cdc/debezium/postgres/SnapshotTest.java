package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Between the rows that are there and the changes that follow, nothing falls. */
final class SnapshotTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void rows_written_during_the_snapshot_come_exactly_once() throws Exception {
        server.run(
                "CREATE TABLE during (id bigint PRIMARY KEY)",
                "INSERT INTO during SELECT generate_series(1, 5000)");
        AtomicLong last = new AtomicLong(5000);
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(Thread.ofPlatform().start(() -> write("during", last, stop)));
        }
        try (TestSource source = new TestSource("during", server.dsn(), "during")) {
            source.open();
            List<ChangeEvent> events = new ArrayList<>();
            source.pollUntil(events, all -> count(all, Operation.INSERT) > 100);
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            source.pollUntil(events, all -> all.size() >= last.get());

            assertThat(events.stream().map(Events::id).sorted().toList())
                    .isEqualTo(LongStream.rangeClosed(1, last.get()).boxed().toList());
            assertThat(count(events, Operation.READ)).isGreaterThanOrEqualTo(5000);
        }
    }

    private static long count(List<ChangeEvent> events, Operation operation) {
        return events.stream().filter(event -> event.operation() == operation).count();
    }

    private static void write(String table, AtomicLong last, AtomicBoolean stop) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            while (!stop.get()) {
                statement.execute(
                        "INSERT INTO %s VALUES (%d)".formatted(table, last.incrementAndGet()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_snapshot_that_was_interrupted_begins_again_and_loses_nothing() throws Exception {
        server.run(
                "CREATE TABLE cut_short (id bigint PRIMARY KEY)",
                "INSERT INTO cut_short SELECT generate_series(1, 5000)");
        try (TestSource source = new TestSource("cut_short", server.dsn(), "cut_short")) {
            source.open();
            source.take(1000);
            source.stop();
            server.run("INSERT INTO cut_short VALUES (5001)", "DELETE FROM cut_short WHERE id = 1");

            source.open();
            server.run("INSERT INTO cut_short VALUES (5002)");
            List<ChangeEvent> events = source.take(5001);

            assertThat(events.stream().map(Events::id).sorted().toList())
                    .isEqualTo(LongStream.rangeClosed(2, 5002).boxed().toList());
            assertThat(count(events, Operation.READ)).isGreaterThanOrEqualTo(5000);
            source.reopen();
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void a_snapshot_of_empty_tables_ends_too() throws Exception {
        server.run("CREATE TABLE empty_one (id bigint PRIMARY KEY)");
        try (TestSource source = new TestSource("empty_one", server.dsn(), "empty_one")) {
            source.open();
            await().atMost(TestSource.PATIENCE)
                    .until(
                            () -> {
                                assertThat(source.stream().poll(Duration.ofMillis(50)).isEmpty())
                                        .isTrue();
                                return source.stream().status().phase()
                                        == StreamStatus.Phase.STREAMING;
                            });
            source.stop();
            server.run("INSERT INTO empty_one VALUES (1)");

            source.open();

            assertThat(source.take(1))
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.INSERT);
        }
    }

    @Test
    void without_a_snapshot_every_change_since_open_comes_and_comes_again_until_acknowledged()
            throws Exception {
        server.run("CREATE TABLE later (id bigint PRIMARY KEY)", "INSERT INTO later VALUES (1)");
        try (TestSource source =
                new TestSource("later", server.dsn(), "later").with("snapshot_mode", "never")) {
            source.open();
            assertThat(source.stream().status().phase()).isEqualTo(StreamStatus.Phase.STREAMING);
            server.run("INSERT INTO later VALUES (2)");
            source.stop();
            server.run("INSERT INTO later VALUES (3)");
            source.open();
            assertThat(source.next(2)).extracting(Events::id).containsExactly(2L, 3L);
            source.reopen();
            assertThat(source.take(2)).extracting(Events::id).containsExactly(2L, 3L);
        }
    }

    @Test
    void several_tables_are_read_one_after_the_other() throws Exception {
        server.run(
                "CREATE SCHEMA many",
                "CREATE TABLE many.a (id bigint PRIMARY KEY)",
                "CREATE TABLE many.b (id bigint PRIMARY KEY)",
                "CREATE TABLE many.c (id bigint PRIMARY KEY)",
                "INSERT INTO many.a VALUES (1), (2)",
                "INSERT INTO many.b VALUES (3)");
        try (TestSource source = new TestSource("many", server.dsn(), "many.*")) {
            source.open();
            assertThat(source.take(3))
                    .extracting(event -> event.table() + " " + Events.id(event))
                    .containsExactlyInAnyOrder("many.a 1", "many.a 2", "many.b 3");
            source.reopen();
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"initial", "never"})
    void an_interrupt_ends_an_open_that_waits_for_another_transaction(String mode)
            throws Exception {
        String table = "waits_" + mode;
        server.run("CREATE TABLE %s (id bigint PRIMARY KEY)".formatted(table));
        try (Connection writer = server.connect();
                Statement statement = writer.createStatement();
                TestSource source =
                        new TestSource(table, server.dsn(), table).with("snapshot_mode", mode)) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO %s VALUES (1)".formatted(table));
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread opener = Thread.ofVirtual().start(() -> open(source, end));
            await().atMost(TestSource.PATIENCE).until(() -> "1".equals(server.ask(CREATING)));

            opener.interrupt();

            assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            await().atMost(TestSource.PATIENCE).until(() -> "0".equals(server.ask(CREATING)));
            writer.commit();
            source.open();
            server.run("INSERT INTO %s VALUES (2)".formatted(table));
            List<ChangeEvent> events = source.take(mode.equals("never") ? 1 : 2);
            assertThat(events).extracting(Events::id).contains(2L);
        }
    }

    private static final String CREATING =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'data-engineering"
                    + " waits%' AND wait_event_type = 'Lock'";

    private static void open(TestSource source, CompletableFuture<Throwable> end) {
        try {
            source.open();
        } catch (InterruptedException | RuntimeException e) {
            end.complete(e);
        }
    }
}
