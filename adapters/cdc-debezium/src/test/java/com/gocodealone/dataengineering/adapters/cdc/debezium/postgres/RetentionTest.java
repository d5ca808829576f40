package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.Retention;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** What the server keeps for a stream, and how it comes to keep it no longer. */
final class RetentionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final long MEGABYTE = 1 << 20;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        Map.of("wal_level", "logical", "max_slot_wal_keep_size", "4000MB"));
        server.run(
                "CREATE DATABASE other",
                "CREATE ROLE replicator LOGIN REPLICATION PASSWORD 'hunter2'",
                "CREATE TABLE idle (id int PRIMARY KEY)",
                "GRANT SELECT ON idle TO replicator",
                "CREATE TABLE busy (pad text)");
        server.runIn("other", "CREATE TABLE busy (pad text)");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String id, String heartbeat) {
        server.run("CREATE PUBLICATION %s FOR TABLE idle".formatted(id));
        String dsn = server.dsn("replicator", "hunter2", "postgres");
        return new TestSource(id, dsn, "idle")
                .with("publication_name", id)
                .with("snapshot_mode", "never")
                .with("heartbeat_interval", heartbeat);
    }

    private static void write(String database, int megabytes) {
        server.runIn(
                database,
                "INSERT INTO busy SELECT repeat(md5(g::text), 32) FROM generate_series(1, %d) g"
                        .formatted(megabytes * 1024));
    }

    /** Also lets the stream acknowledge what is none of its own. */
    private static Retention retention(TestSource source) throws InterruptedException {
        source.stream().poll(Duration.ofMillis(50));
        Retention retention = source.stream().status().lag().retention();
        return retention == null ? new Retention("unknown", 0L, null, null) : retention;
    }

    private static long retained(TestSource source) throws InterruptedException {
        return Objects.requireNonNull(retention(source).bytes());
    }

    /**
     * The server writes down what a slot needs to move on: now, and not only four times a minute.
     */
    private static long retainedNow(TestServer server, TestSource source)
            throws InterruptedException {
        server.run("SELECT pg_log_standby_snapshot()");
        return retained(source);
    }

    @Test
    void the_status_says_how_much_log_is_kept_and_how_near_the_end_is() throws Exception {
        try (TestSource source = source("tells", "0s")) {
            source.open();
            write("postgres", 5);

            await().atMost(PATIENCE).until(() -> retained(source), bytes -> bytes > 5 * MEGABYTE);
            Retention retention = retention(source);

            assertThat(retention.holder()).isEqualTo("data_engineering_tells");
            assertThat(retention.status()).isEqualTo("reserved");
            assertThat(retention.safeBytes()).isBetween(3000 * MEGABYTE, 5000 * MEGABYTE);
        }
    }

    @Test
    void what_was_last_known_outlives_the_stream() throws Exception {
        try (TestSource source = source("outlives", "0s")) {
            source.open();
            await().atMost(PATIENCE).until(() -> retention(source).status() != null);
            source.stop();

            assertThat(Objects.requireNonNull(source.stream().status().lag().retention()).holder())
                    .isEqualTo("data_engineering_outlives");
        }
    }

    @Test
    void log_that_others_write_is_let_go_with_no_right_but_replication() throws Exception {
        for (String database : new String[] {"postgres", "other"}) {
            try (TestSource source = source("idle_in_" + database, "1s")) {
                source.open();
                write(database, 40);
                await().atMost(PATIENCE)
                        .until(() -> retained(source), bytes -> bytes > 40 * MEGABYTE);

                await().atMost(PATIENCE)
                        .until(() -> retainedNow(server, source), bytes -> bytes < 20 * MEGABYTE);

                assertThat(source.unexpected()).isEmpty();
            }
        }
    }

    @Test
    void log_that_others_write_is_let_go_after_the_server_came_back() throws Exception {
        try (TestServer own = TestServer.start();
                TestSource source =
                        new TestSource("back", own.dsn(), "back")
                                .with("heartbeat_interval", "1s")) {
            own.run("CREATE TABLE back (id int PRIMARY KEY)", "CREATE TABLE busy (pad text)");
            source.open();
            own.run(
                    "INSERT INTO busy SELECT repeat(md5(g::text), 32) FROM generate_series(1,"
                            + " 40000) g");
            own.crash();
            source.reopen();

            await().atMost(PATIENCE).until(() -> retention(source).status() != null);
            await().atMost(PATIENCE)
                    .until(() -> retainedNow(own, source), bytes -> bytes < 20 * MEGABYTE);
        }
    }

    @Test
    void without_a_heartbeat_nothing_is_written() throws Exception {
        try (TestSource source = source("silent", "0s")) {
            source.open();
            write("other", 5);
            await().atMost(PATIENCE).until(() -> retained(source), bytes -> bytes > 5 * MEGABYTE);
            Instant now = Instant.now();

            await().atMost(PATIENCE).until(() -> servedAfter(source, now.plusSeconds(5)));

            assertThat(retainedNow(server, source)).isGreaterThan(5 * MEGABYTE);
        }
    }

    private static boolean servedAfter(TestSource source, Instant when) {
        Instant served = source.stream().status().activity().lastKeepaliveAt();
        return served != null && served.isAfter(when);
    }
}
