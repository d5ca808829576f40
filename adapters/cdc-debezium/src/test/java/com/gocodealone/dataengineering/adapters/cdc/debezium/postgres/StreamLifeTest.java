package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** A stream from its first poll to its end, and what it says of itself meanwhile. */
final class StreamLifeTest {
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
                                Long lag = source.stream().status().lag().bytes();
                                return lag != null && lag < 1 << 20;
                            });
            assertThat(source.stream().status().lag().time()).isEqualTo(Duration.ZERO);
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

            await().atMost(TestSource.PATIENCE)
                    .until(() -> age(source).compareTo(Duration.ofMillis(300)) > 0);
            source.stream().acknowledge(event.position());
            await().atMost(TestSource.PATIENCE).until(() -> age(source).isZero());
            assertThat(source.stream().status().activity().lastEventAt())
                    .isAfter(event.committedAt());
        }
    }

    private static Duration age(TestSource source) {
        Duration lag = source.stream().status().lag().time();
        return lag == null ? Duration.ofMillis(-1) : lag;
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
            await().atMost(TestSource.PATIENCE)
                    .untilAsserted(
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
            assertThat(Events.ids(source.take(2))).isEqualTo(Events.range(2, 3));
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
}
