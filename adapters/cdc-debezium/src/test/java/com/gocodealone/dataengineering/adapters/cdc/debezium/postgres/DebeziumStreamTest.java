package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What the changes look like, against a real server. */
final class DebeziumStreamTest {
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
    void inserts_updates_deletes_and_truncates_arrive_in_commit_order() throws Exception {
        server.run("CREATE TABLE kinds (id int PRIMARY KEY, name text)");
        try (TestSource source = new TestSource("kinds", server.dsn(), "public.kinds")) {
            source.open();
            Instant before = Instant.now();
            server.run(
                    "INSERT INTO kinds VALUES (1, 'a')",
                    "UPDATE kinds SET name = 'b' WHERE id = 1",
                    "DELETE FROM kinds WHERE id = 1",
                    "TRUNCATE kinds");

            List<ChangeEvent> events = source.take(4);

            assertThat(events)
                    .extracting(ChangeEvent::operation)
                    .containsExactly(
                            Operation.INSERT,
                            Operation.UPDATE,
                            Operation.DELETE,
                            Operation.TRUNCATE);
            assertThat(events)
                    .allSatisfy(
                            event -> {
                                assertThat(event.table()).isEqualTo(new TableId("public", "kinds"));
                                assertThat(event.position().text()).matches("[0-9A-F]+/[0-9A-F]+");
                                assertThat(event.index()).isZero();
                                assertThat(event.transaction()).matches("\\d+");
                                assertThat(event.committedAt())
                                        .isBetween(before.minusSeconds(1), Instant.now());
                            });
            ChangeEvent insert = events.getFirst();
            assertThat(Objects.requireNonNull(insert.key()).value("id")).isEqualTo(1L);
            assertThat(insert.before()).isNull();
            assertThat(Objects.requireNonNull(insert.after()).value("name")).isEqualTo("a");
            ChangeEvent delete = events.get(2);
            assertThat(delete.after()).isNull();
            Row gone = Objects.requireNonNull(delete.before());
            assertThat(gone.type().columns()).containsExactly("id");
            ChangeEvent truncate = events.get(3);
            assertThat(truncate.before()).isNull();
            assertThat(truncate.after()).isNull();
            assertThat(truncate.key()).isNull();
            StreamStatus status = source.stream().status();
            assertThat(status.phase()).isEqualTo(StreamStatus.Phase.STREAMING);
            assertThat(status.acknowledged()).isEqualTo(truncate.position());
            assertThat(source.stream().poll(Duration.ZERO).isEmpty()).isTrue();
        }
    }

    @Test
    void the_rows_that_are_there_come_first() throws Exception {
        server.run(
                "CREATE TABLE there (id int PRIMARY KEY)",
                "INSERT INTO there SELECT generate_series(1, 1000)");
        try (TestSource source = new TestSource("there", server.dsn(), "public.there")) {
            source.open();
            assertThat(source.stream().status().phase()).isEqualTo(StreamStatus.Phase.SNAPSHOTTING);

            List<ChangeEvent> events = source.take(1000);

            assertThat(events).extracting(ChangeEvent::operation).containsOnly(Operation.READ);
            assertThat(events)
                    .extracting(event -> event.position().text())
                    .doesNotHaveDuplicates()
                    .allMatch(text -> text.contains("/snapshot/public.there/"));
            assertThat(events).extracting(ChangeEvent::transaction).containsOnlyNulls();
            assertThat(source.stream().status().phase()).isEqualTo(StreamStatus.Phase.STREAMING);
            source.reopen();
            server.run("INSERT INTO there VALUES (1001)");
            assertThat(source.take(1))
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.INSERT);
        }
    }

    @Test
    void names_may_hold_any_character() throws Exception {
        String schema = "\"Sch\"\"e.ma, (x)\"";
        server.run(
                "CREATE SCHEMA " + schema,
                "CREATE TABLE %s.\"Tä\"\"ble $1.*,😀\" (\"I d\" int PRIMARY KEY, \"q\"\"%%s\" text)"
                        .formatted(schema),
                "INSERT INTO %s.\"Tä\"\"ble $1.*,😀\" VALUES (1, 'a')".formatted(schema),
                "CREATE TABLE %s.\"tä\"\"ble $1.*,😀\" (id int PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.\"tä\"\"ble $1.*,😀\" VALUES (1)".formatted(schema));
        try (TestSource source = new TestSource("Näme's", server.dsn(), "*.Tä*")) {
            source.open();
            assertThat(source.take(1))
                    .extracting(ChangeEvent::table)
                    .containsExactly(new TableId("Sch\"e.ma, (x)", "Tä\"ble $1.*,😀"));
            server.run(
                    "INSERT INTO %s.\"tä\"\"ble $1.*,😀\" VALUES (2)".formatted(schema),
                    "UPDATE %s.\"Tä\"\"ble $1.*,😀\" SET \"q\"\"%%s\" = 'b'".formatted(schema));

            ChangeEvent update = source.take(1).getFirst();

            assertThat(update.table().name()).isEqualTo("Tä\"ble $1.*,😀");
            assertThat(after(update).value("q\"%s")).isEqualTo("b");
            assertThat(key(update, "I d")).isEqualTo(1L);
        }
    }

    @Test
    void a_partitioned_table_is_one_table() throws Exception {
        server.run(
                "CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10) TO (20)",
                "INSERT INTO parted VALUES (1), (11)");
        try (TestSource source = new TestSource("parted", server.dsn(), "parted*")) {
            source.open();
            List<ChangeEvent> read = source.take(2);
            server.run("INSERT INTO parted VALUES (2), (12)");
            List<ChangeEvent> streamed = source.take(2);

            assertThat(read).extracting(event -> event.table().name()).containsOnly("parted");
            assertThat(streamed).extracting(event -> event.table().name()).containsOnly("parted");
        }
    }

    @Test
    void without_patterns_every_table_is_followed_but_none_of_the_servers_own() throws Exception {
        try (TestServer fresh = TestServer.start()) {
            fresh.run(
                    "CREATE SCHEMA other",
                    "CREATE TABLE one (id int PRIMARY KEY)",
                    "CREATE TABLE other.two (id int PRIMARY KEY)",
                    "CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY LIST (id)",
                    "CREATE TABLE part PARTITION OF parts FOR VALUES IN (7)",
                    "INSERT INTO parts VALUES (7)",
                    "CREATE UNLOGGED TABLE three (id int PRIMARY KEY)",
                    "CREATE VIEW four AS SELECT * FROM one");
            try (TestSource source = new TestSource("all", fresh.dsn())) {
                source.open();
                assertThat(source.take(1))
                        .extracting(event -> event.table().toString())
                        .containsExactly("public.parts");
                fresh.inOneTransaction(
                        "INSERT INTO three VALUES (1)",
                        "INSERT INTO one VALUES (1)",
                        "INSERT INTO other.two VALUES (1)");

                List<ChangeEvent> events = source.take(2);

                assertThat(events)
                        .extracting(event -> event.table().toString())
                        .containsExactly("public.one", "other.two");
                assertThat(events.get(0).transaction()).isEqualTo(events.get(1).transaction());
                assertThat(fresh.ask("SELECT puballtables FROM pg_publication")).isEqualTo("t");
                fresh.run(
                        "CREATE TABLE made_later (id int PRIMARY KEY)",
                        "INSERT INTO made_later VALUES (1)");
                assertThat(source.take(1))
                        .extracting(event -> event.table().toString())
                        .containsExactly("public.made_later");
            }
        }
    }

    private static Row after(ChangeEvent event) {
        return Objects.requireNonNull(event.after());
    }

    private static @Nullable Object key(ChangeEvent event, String column) {
        return Objects.requireNonNull(event.key()).value(column);
    }
}
