package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What comes before the changes, by the key snapshot_mode. */
final class SnapshotModeTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String table, String mode) {
        server.run(
                "CREATE TABLE %s (id bigint PRIMARY KEY)".formatted(table),
                "INSERT INTO %s VALUES (1), (2)".formatted(table));
        return new TestSource(table, server.dsn(), table).with("snapshot_mode", mode);
    }

    private static StreamStatus.Phase phase(TestSource source) {
        return source.stream().status().phase();
    }

    @Test
    void initial_only_is_complete_once_its_rows_are_acknowledged() throws Exception {
        try (TestSource source = source("only_rows", "initial_only")) {
            source.open();
            ChangeEvent last = source.next(2).getLast();
            assertThat(phase(source)).isEqualTo(StreamStatus.Phase.SNAPSHOTTING);

            source.stream().acknowledge(last.position());

            assertThat(phase(source)).isEqualTo(StreamStatus.Phase.COMPLETE);
            server.run("INSERT INTO only_rows VALUES (3)");
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void initial_only_stays_complete_and_needs_no_server_any_more() throws Exception {
        try (TestSource source = source("only_once", "initial_only")) {
            source.open();
            source.take(2);
            server.run("INSERT INTO only_once VALUES (3)");

            source.reopen();

            assertThat(phase(source)).isEqualTo(StreamStatus.Phase.COMPLETE);
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void initial_only_makes_no_slot_that_would_keep_the_servers_log() throws Exception {
        try (TestSource source = source("only_slotless", "initial_only")) {
            source.open();
            source.take(2);

            assertThat(
                            server.ask(
                                    "SELECT count(*) FROM pg_replication_slots WHERE slot_name ="
                                            + " 'data_engineering_only_slotless'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void initial_only_of_empty_tables_is_complete_too() throws Exception {
        server.run("CREATE TABLE only_empty (id bigint PRIMARY KEY)");
        try (TestSource source =
                new TestSource("only_empty", server.dsn(), "only_empty")
                        .with("snapshot_mode", "initial_only")) {
            source.open();

            await().atMost(TestSource.PATIENCE)
                    .until(
                            () -> {
                                source.stream().poll(Duration.ofMillis(50));
                                return phase(source) == StreamStatus.Phase.COMPLETE;
                            });
        }
    }

    @Test
    void when_needed_takes_a_snapshot_at_first_and_goes_on_after_that() throws Exception {
        try (TestSource source = source("needed", "when_needed")) {
            source.open();
            assertThat(source.take(2))
                    .extracting(ChangeEvent::operation)
                    .containsOnly(Operation.READ);
            server.run("INSERT INTO needed VALUES (3)");

            source.reopen();

            assertThat(source.take(1))
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.INSERT);
        }
    }

    @Test
    void when_needed_takes_a_snapshot_again_when_the_slot_is_gone() throws Exception {
        try (TestSource source = source("needed_again", "when_needed")) {
            source.open();
            source.take(2);
            source.stop();
            server.run("INSERT INTO needed_again VALUES (3)");
            server.dropSlot("data_engineering_needed_again");

            source.open();

            assertThat(source.take(3))
                    .extracting(ChangeEvent::operation)
                    .containsOnly(Operation.READ);
        }
    }

    @Test
    void never_and_initial_stop_at_a_gap() throws Exception {
        for (String mode : new String[] {"never", "initial"}) {
            String table = "gap_" + mode;
            try (TestSource source = source(table, mode)) {
                source.open();
                server.run("INSERT INTO %s VALUES (3)".formatted(table));
                source.take(mode.equals("never") ? 1 : 3);
                source.stop();
                server.dropSlot("data_engineering_" + table);

                assertThat(source.refusal().kind()).isEqualTo(Failure.Kind.GAP);
            }
        }
    }

    @Test
    void the_status_tells_what_waits_and_that_the_server_is_there() throws Exception {
        try (TestSource source = source("activity", "never")) {
            source.open();
            server.run("INSERT INTO activity VALUES (3), (4), (5)");
            await().atMost(TestSource.PATIENCE)
                    .until(
                            () -> {
                                Long queued = source.stream().status().activity().queuedEvents();
                                return queued != null && queued == 3;
                            });
            assertThat(source.stream().status().activity().queuedBytes()).isPositive();

            var before = source.stream().status().activity().lastKeepaliveAt();
            source.take(3);

            assertThat(source.stream().status().activity().queuedEvents()).isZero();
            await().atMost(TestSource.PATIENCE)
                    .until(
                            () -> {
                                var now = source.stream().status().activity().lastKeepaliveAt();
                                return before != null && now != null && now.isAfter(before);
                            });
        }
    }
}
