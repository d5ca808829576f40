package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What the changes of a binary log look like, against a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChangesTest {
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

    TestServer server() {
        return server;
    }

    @Test
    void rows_that_are_there_come_first_and_changes_after_them() throws Exception {
        server.run("CREATE TABLE first (id int PRIMARY KEY, name text)");
        server.run("INSERT INTO first VALUES (1, 'a'), (2, 'b')");
        try (TestSource source = server.source("first", "shop.first")) {
            source.open();
            assertThat(source.next(2))
                    .extracting(ChangeEvent::operation)
                    .containsOnly(Operation.READ);
            Instant before = Instant.now();
            server.run(
                    "INSERT INTO first VALUES (3, 'c')",
                    "UPDATE first SET name = 'd' WHERE id = 3",
                    "DELETE FROM first WHERE id = 3",
                    "TRUNCATE TABLE first");

            List<ChangeEvent> events = source.take(4);

            assertThat(events)
                    .extracting(ChangeEvent::operation)
                    .containsExactly(
                            Operation.INSERT,
                            Operation.UPDATE,
                            Operation.DELETE,
                            Operation.TRUNCATE);
            ChangeEvent update = events.get(1);
            assertThat(update.table()).isEqualTo(new TableId("shop", "first"));
            assertThat(Events.id(update)).isEqualTo(3L);
            assertThat(Objects.requireNonNull(update.before()).value("name")).isEqualTo("c");
            assertThat(Objects.requireNonNull(update.after()).value("name")).isEqualTo("d");
            assertThat(update.committedAt()).isBetween(before.minusSeconds(2), Instant.now());
            assertThat(update.transaction()).isNotNull();
            assertThat(events).extracting(ChangeEvent::position).doesNotHaveDuplicates();
            StreamStatus status = source.stream().status();
            assertThat(status.phase()).isEqualTo(StreamStatus.Phase.STREAMING);
            assertThat(status.acknowledged()).isEqualTo(events.getLast().position());
        }
    }

    @Test
    void rows_of_one_event_share_a_position_and_come_again_with_the_same_index() throws Exception {
        server.run("CREATE TABLE shared (id int PRIMARY KEY)");
        try (TestSource source = server.source("shared", "shared").with("snapshot_mode", "never")) {
            source.open();
            server.run("INSERT INTO shared VALUES (1), (2), (3)", "INSERT INTO shared VALUES (4)");
            List<ChangeEvent> seen = source.next(4);
            source.reopen();

            List<ChangeEvent> again = source.take(4);

            assertThat(seen).extracting(ChangeEvent::index).containsExactly(0, 1, 2, 0);
            assertThat(seen.getFirst().position()).isEqualTo(seen.get(2).position());
            assertThat(again).extracting(ChangeEvent::index).containsExactly(0, 1, 2, 0);
            assertThat(again)
                    .extracting(ChangeEvent::position)
                    .isEqualTo(seen.stream().map(ChangeEvent::position).toList());
        }
    }

    @Test
    void what_was_acknowledged_in_the_middle_of_a_transaction_does_not_come_again()
            throws Exception {
        server.run("CREATE TABLE middle (id int PRIMARY KEY)");
        try (TestSource source = server.source("middle", "middle").with("snapshot_mode", "never")) {
            source.open();
            server.inOneTransaction(
                    "INSERT INTO middle VALUES (1), (2)",
                    "INSERT INTO middle VALUES (3), (4)",
                    "UPDATE middle SET id = 5 WHERE id = 4");
            List<ChangeEvent> seen = source.next(6);
            source.stream().acknowledge(seen.get(3).position());
            source.reopen();

            List<ChangeEvent> rest = source.take(2);

            assertThat(seen).extracting(ChangeEvent::operation).startsWith(Operation.INSERT);
            assertThat(rest)
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.DELETE, Operation.INSERT);
            assertThat(Events.ids(rest)).containsExactly(4L, 5L);
            assertThat(rest)
                    .extracting(ChangeEvent::position)
                    .isEqualTo(seen.stream().skip(4).map(ChangeEvent::position).toList());
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void nothing_that_was_acknowledged_comes_again_and_nothing_is_missed_in_between()
            throws Exception {
        server.run("CREATE TABLE gone (id int PRIMARY KEY)");
        try (TestSource source = server.source("gone", "gone").with("snapshot_mode", "never")) {
            source.open();
            source.stop();
            server.run("INSERT INTO gone VALUES (1)");
            source.open();
            assertThat(Events.ids(source.take(1))).containsExactly(1L);
            source.stop();
            server.run("INSERT INTO gone VALUES (2)", "TRUNCATE TABLE gone");
            source.open();

            assertThat(source.take(2))
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.INSERT, Operation.TRUNCATE);
            source.reopen();
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void rows_have_their_key_although_the_first_that_happens_to_a_table_is_that_it_is_emptied()
            throws Exception {
        server.run("CREATE TABLE emptied_first (id int PRIMARY KEY)");
        try (TestSource source =
                server.source("emptied_first", "emptied_first").with("snapshot_mode", "never")) {
            source.open();
            server.run("TRUNCATE TABLE emptied_first", "INSERT INTO emptied_first VALUES (1)");

            List<ChangeEvent> events = source.take(2);

            assertThat(events)
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.TRUNCATE, Operation.INSERT);
            assertThat(Events.id(events.getLast())).isEqualTo(1L);
        }
    }

    /** How the stream finds its place again. */
    abstract boolean hasGtids();

    @Test
    void it_goes_on_where_it_was_by_what_the_server_numbers() throws Exception {
        server.run("CREATE TABLE numbered (id int PRIMARY KEY)");
        try (TestSource source =
                server.source("numbered", "numbered").with("snapshot_mode", "never")) {
            source.open();
            server.run("INSERT INTO numbered VALUES (1)");
            source.take(1);
            source.stop();
            String offset = Objects.requireNonNull(source.state().get("debezium.offset"));
            server.run("FLUSH BINARY LOGS", "INSERT INTO numbered VALUES (2)");
            source.open();

            assertThat(Events.ids(source.take(1))).containsExactly(2L);
            assertThat(offset).contains("\"file\"", "\"pos\"");
            assertThat(offset.contains("\"gtids\"")).isEqualTo(hasGtids());
        }
    }

    @Test
    void columns_may_come_and_go_while_it_is_stopped_and_while_it_runs() throws Exception {
        server.run("CREATE TABLE altered (id int PRIMARY KEY, a int, b int)");
        try (TestSource source =
                server.source("altered", "altered").with("snapshot_mode", "never")) {
            source.open();
            server.run(
                    "INSERT INTO altered VALUES (1, 10, 100)",
                    "ALTER TABLE altered ADD COLUMN c int",
                    "INSERT INTO altered VALUES (2, 10, 100, 1000)");
            source.take(2);
            server.run("ALTER TABLE altered DROP COLUMN a");
            source.stop();
            server.run(
                    "INSERT INTO altered VALUES (3, 100, 1000)",
                    "ALTER TABLE altered RENAME COLUMN b TO d");
            source.open();
            List<ChangeEvent> events = source.take(1);
            source.reopen();
            server.run("INSERT INTO altered VALUES (4, 200, 2000)");
            events.addAll(source.take(1));

            assertThat(events)
                    .extracting(event -> Objects.requireNonNull(event.after()).type().columns())
                    .containsExactly(List.of("id", "b", "c"), List.of("id", "d", "c"));
        }
    }

    @Test
    void a_table_that_is_made_later_joins_with_its_first_row() throws Exception {
        try (TestSource source = server.source("later", "later_*").with("snapshot_mode", "never")) {
            server.run("CREATE TABLE later_one (id int PRIMARY KEY)");
            source.open();
            server.run(
                    "CREATE TABLE later_two (id int PRIMARY KEY)",
                    "INSERT INTO later_two VALUES (1)");

            assertThat(source.take(1))
                    .extracting(event -> event.table().name())
                    .containsExactly("later_two");
        }
    }

    @Test
    void a_change_that_was_rolled_back_does_not_come() throws Exception {
        server.run("CREATE TABLE undone (id int PRIMARY KEY)");
        try (TestSource source = server.source("undone", "undone").with("snapshot_mode", "never")) {
            source.open();
            server.run(
                    "BEGIN; INSERT INTO undone VALUES (1); ROLLBACK",
                    "INSERT INTO undone VALUES (2)");

            assertThat(Events.ids(source.take(1))).containsExactly(2L);
        }
    }

    @Test
    void the_status_says_how_much_of_the_log_is_kept_and_not_acknowledged() throws Exception {
        server.run("CREATE TABLE lagging (id int PRIMARY KEY, fill text)");
        try (TestSource source =
                server.source("lagging", "lagging").with("snapshot_mode", "never")) {
            source.open();
            server.run("INSERT INTO lagging VALUES (1, REPEAT('x', 20000))");
            List<ChangeEvent> events = source.next(1);

            Events.eventually(
                    () -> {
                        StreamStatus.Lag lag = source.stream().status().lag();
                        assertThat(lag.bytes()).isGreaterThan(20000L);
                        assertThat(Objects.requireNonNull(lag.retention()).bytes())
                                .isGreaterThan(20000L);
                        assertThat(lag.retention().status()).contains("expire_logs");
                    });
            source.stream().acknowledge(events.getLast().position());
        }
    }
}
