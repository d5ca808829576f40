package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** Changes that are lost: what happened is said, and the stream begins anew only when asked. */
final class GapTest {
    private static final String LSN = "[0-9A-F]+/[0-9A-F]+";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A source that has acknowledged row 1 and is stopped. */
    private static TestSource stopped(TestServer on, String table) throws InterruptedException {
        on.run("CREATE TABLE %s (id int PRIMARY KEY)".formatted(table));
        TestSource source = new TestSource(table, on.dsn(), table);
        source.open();
        on.run("INSERT INTO %s VALUES (1)".formatted(table));
        source.take(1);
        source.stop();
        return source;
    }

    private static void isGap(TestSource source, String sentence) throws InterruptedException {
        Failure failure = source.refusal();
        assertThat(failure.fact()).matches(sentence);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.GAP);
    }

    @Test
    void a_slot_that_was_dropped() throws Exception {
        TestSource source = stopped(server, "dropped");
        server.dropSlot("data_engineering_dropped");

        isGap(
                source,
                "replication slot data_engineering_dropped is gone: somebody dropped it: changes"
                        + " between LSN and LSN are lost".replace("LSN", LSN));
    }

    @Test
    void a_slot_that_was_moved_on() throws Exception {
        TestSource source = stopped(server, "moved");
        server.awaitUnread("data_engineering_moved");
        server.run(
                "INSERT INTO moved VALUES (2)",
                "SELECT pg_replication_slot_advance('data_engineering_moved',"
                        + " pg_current_wal_lsn())");

        isGap(
                source,
                "replication slot data_engineering_moved was moved on, or dropped and made again,"
                        + " by another: changes between LSN and LSN are lost".replace("LSN", LSN));
    }

    @Test
    void a_slot_that_was_made_again() throws Exception {
        TestSource source = stopped(server, "again");
        server.dropSlot("data_engineering_again");
        server.run(
                "INSERT INTO again VALUES (2)",
                "SELECT pg_create_logical_replication_slot('data_engineering_again', 'pgoutput')");

        isGap(source, ".*moved on, or dropped and made again, by another: .*");
    }

    @Test
    void a_slot_whose_log_was_removed() throws Exception {
        try (TestServer small =
                TestServer.start(
                        Map.of(
                                "wal_level", "logical",
                                "max_slot_wal_keep_size", "1MB",
                                "min_wal_size", "32MB",
                                "max_wal_size", "32MB"))) {
            TestSource source = stopped(small, "removed");
            small.run("CREATE TABLE busy (pad text)");
            await().atMost(TestSource.PATIENCE)
                    .until(
                            () -> {
                                small.run(
                                        "INSERT INTO busy SELECT repeat(md5(g::text), 32) FROM"
                                                + " generate_series(1, 20000) g",
                                        "SELECT pg_switch_wal()",
                                        "CHECKPOINT");
                                String lost =
                                        "SELECT wal_status FROM pg_replication_slots WHERE"
                                                + " slot_name = 'data_engineering_removed'";
                                return "lost".equals(small.ask(lost));
                            });

            isGap(
                    source,
                    "replication slot data_engineering_removed is of no use any more: the server"
                        + " removed log that it needed \\(max_slot_wal_keep_size is 1MB\\): changes"
                        + " between .* are lost");
            source.state().begin(Begin.SNAPSHOT);
            source.open();
            assertThat(source.take(1)).extracting(Events::id).containsExactly(1L);
            source.close();
        }
    }

    @Test
    void a_slot_that_was_idle_for_too_long() throws Exception {
        try (TestServer impatient =
                TestServer.start(
                        Map.of("wal_level", "logical", "idle_replication_slot_timeout", "1s"))) {
            TestSource source = stopped(impatient, "idle");
            await().atMost(TestSource.PATIENCE)
                    .until(
                            () -> {
                                impatient.run("CHECKPOINT");
                                String reason =
                                        "SELECT invalidation_reason FROM pg_replication_slots WHERE"
                                                + " slot_name = 'data_engineering_idle'";
                                return "idle_timeout".equals(impatient.ask(reason));
                            });

            isGap(
                    source,
                    "replication slot data_engineering_idle is of no use any more: nobody read from"
                            + " it for longer than idle_replication_slot_timeout \\(1s\\): changes"
                            + " between .* are lost");
        }
    }

    @Test
    void a_server_that_was_put_back_to_an_older_state() throws Exception {
        TestSource source = stopped(server, "older");
        String future = "{\"lsn\":%d}".formatted(1L << 50);
        source.state().put(Map.of("debezium.offset", future));

        isGap(
                source,
                "the server was put back to an older state: its log ends at %1$s: .* %1$s are lost"
                        .formatted(LSN));
    }

    @Test
    void a_server_that_is_another_one() throws Exception {
        TestSource source = stopped(server, "moves_house");
        try (TestServer other = TestServer.start()) {
            other.run("CREATE TABLE moves_house (id int PRIMARY KEY)");

            isGap(
                    source.at(other.dsn()),
                    "the server is another one \\(system identifier \\d+, before it was \\d+\\).*:"
                            + " changes since .* are lost");
        }
    }

    @Test
    void a_snapshot_begins_anew_when_the_host_asks_for_it() throws Exception {
        TestSource source = stopped(server, "anew");
        server.dropSlot("data_engineering_anew");
        server.run("INSERT INTO anew VALUES (2)");
        source.with("snapshot_mode", "never").state().begin(Begin.SNAPSHOT);

        source.open();
        assertThat(source.next(2)).extracting(Events::id).containsExactlyInAnyOrder(1L, 2L);
        source.stop(); // before it was acknowledged
        source.state().begin(Begin.RESUME);
        source.open();

        assertThat(source.take(2))
                .allMatch(event -> event.operation() == Operation.READ)
                .extracting(Events::id)
                .containsExactlyInAnyOrder(1L, 2L);
        source.reopen();
        server.run("INSERT INTO anew VALUES (3)");
        assertThat(source.take(1)).extracting(Events::id).containsExactly(3L);
        source.close();
    }

    @Test
    void the_present_is_gone_on_from_when_the_host_asks_for_it() throws Exception {
        TestSource source = stopped(server, "latest");
        server.run("INSERT INTO latest VALUES (2)");
        source.state().begin(Begin.LATEST);

        source.open();
        source.state().begin(Begin.RESUME);
        source.reopen();
        server.run("INSERT INTO latest VALUES (3)");

        assertThat(source.take(1)).extracting(Events::id).containsExactly(3L);
        source.close();
    }

    @Test
    void the_present_of_a_slot_that_is_not_ours_is_gone_on_from() throws Exception {
        server.run(
                "CREATE TABLE theirs (id int PRIMARY KEY)",
                "SELECT pg_create_logical_replication_slot('theirs', 'pgoutput')");
        try (TestSource source =
                new TestSource("theirs", server.dsn(), "theirs")
                        .with("slot_name", "theirs")
                        .with("snapshot_mode", "never")) {
            server.run("INSERT INTO theirs VALUES (1)");
            source.state().begin(Begin.LATEST);
            source.open();
            server.run("INSERT INTO theirs VALUES (2)");

            assertThat(source.take(1)).extracting(Events::id).containsExactly(2L);
        }
    }
}
