package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    void a_changed_key_is_a_delete_and_an_insert_at_one_position() throws Exception {
        server.run("CREATE TABLE moved (id int PRIMARY KEY)", "INSERT INTO moved VALUES (1)");
        try (TestSource source = new TestSource("moved", server.dsn(), "moved")) {
            source.open();
            source.take(1);
            server.run("UPDATE moved SET id = 2");

            List<ChangeEvent> events = source.take(2);

            assertThat(events)
                    .extracting(ChangeEvent::operation)
                    .containsExactly(Operation.DELETE, Operation.INSERT);
            assertThat(events).extracting(ChangeEvent::index).containsExactly(0, 1);
            assertThat(events).extracting(ChangeEvent::position).containsOnly(position(events));
            assertThat(events).extracting(event -> key(event, "id")).containsExactly(1L, 2L);
        }
    }

    @Test
    void a_value_that_was_not_sent_is_marked_whatever_its_type() throws Exception {
        server.run(
                "CREATE TABLE toast (id int PRIMARY KEY, n int, t text, b bytea, j jsonb, a text[],"
                        + " i int[], z timestamptz[], v varbit, d numeric, u uuid[])",
                "ALTER TABLE toast ALTER COLUMN d SET STORAGE EXTERNAL",
                """
                INSERT INTO toast SELECT 1, 1, string_agg(md5(g::text), ''),
                    decode(string_agg(md5(g::text), ''), 'hex'),
                    jsonb_object_agg(g::text, md5(g::text)), array_agg(md5(g::text)),
                    array_agg((random() * 1e9)::int), array_agg(now() + random() * g * '1s'::interval),
                    string_agg(('x' || md5(g::text))::bit(128)::text, '')::varbit,
                    ('0.' || string_agg((random() * 1e9)::bigint::text, ''))::numeric,
                    array_agg(gen_random_uuid())
                FROM generate_series(1, 1500) g
                """);
        try (TestSource source = new TestSource("toast", server.dsn(), "toast")) {
            source.open();
            assertThat(after(source.take(1).getFirst()).unchangedColumns()).isEmpty();
            server.run("UPDATE toast SET n = 2", "UPDATE toast SET t = '(unchanged)', b = ''");

            List<ChangeEvent> events = source.take(2);

            Row first = after(events.get(0));
            assertThat(first.value("n")).isEqualTo(2L);
            assertThat(first.unchangedColumns())
                    .containsExactly("t", "b", "j", "a", "i", "z", "v", "d", "u");
            Row second = after(events.get(1));
            assertThat(second.value("t")).isEqualTo("(unchanged)");
            assertThat(second.value("b")).isEqualTo(new byte[0]);
            assertThat(second.unchangedColumns()).doesNotContain("t", "b");
            server.run("ALTER TABLE toast REPLICA IDENTITY FULL", "UPDATE toast SET n = 3");
            assertThat(after(source.take(1).getFirst()).unchangedColumns()).isEmpty();
        }
    }

    @Test
    void before_holds_what_the_replica_identity_sends_and_no_more() throws Exception {
        String columns = "(id int PRIMARY KEY, code int NOT NULL, name text NOT NULL)";
        server.run(
                "CREATE TABLE by_default " + columns,
                "CREATE TABLE by_full " + columns,
                "ALTER TABLE by_full REPLICA IDENTITY FULL",
                "CREATE TABLE by_index " + columns,
                "CREATE UNIQUE INDEX by_code ON by_index (code)",
                "ALTER TABLE by_index REPLICA IDENTITY USING INDEX by_code",
                "CREATE TABLE by_nothing " + columns,
                "ALTER TABLE by_nothing REPLICA IDENTITY NOTHING",
                "CREATE TABLE keyless (id int, name text)",
                "ALTER TABLE keyless REPLICA IDENTITY FULL");
        try (TestSource source =
                new TestSource("identity", server.dsn(), "by_*", "keyless")
                        .with("snapshot_mode", "never")) {
            source.open();
            for (String table : List.of("by_default", "by_full", "by_index")) {
                server.run(
                        "INSERT INTO %s VALUES (1, 10, 'a')".formatted(table),
                        "UPDATE %s SET name = 'b'".formatted(table),
                        "DELETE FROM " + table);
            }
            server.run(
                    "INSERT INTO by_nothing VALUES (1, 10, 'a')",
                    "INSERT INTO keyless VALUES (1, 'a')",
                    "DELETE FROM keyless");

            List<ChangeEvent> events = source.take(12);

            assertThat(events)
                    .extracting(event -> before(event) + " " + keyColumns(event))
                    .containsExactly(
                            "null [id]",
                            "null [id]",
                            "[id] [id]",
                            "null [id]",
                            "[id, code, name] [id]",
                            "[id, code, name] [id]",
                            "null [code]",
                            "null [code]",
                            "[code] [code]",
                            "null [id]",
                            "null null",
                            "[id, name] null");
            assertThat(key(events.get(8), "code")).isEqualTo(10L);
        }
    }

    @Test
    void a_table_that_changes_its_columns_is_followed() throws Exception {
        server.run("CREATE TABLE grows (id int PRIMARY KEY)");
        try (TestSource source =
                new TestSource("grows", server.dsn(), "grows").with("snapshot_mode", "never")) {
            source.open();
            server.run("INSERT INTO grows VALUES (1)", "INSERT INTO grows VALUES (2)");
            List<ChangeEvent> events = new ArrayList<>(source.take(2));
            server.run(
                    "ALTER TABLE grows ADD COLUMN name text DEFAULT 'x'",
                    "INSERT INTO grows VALUES (3, NULL)",
                    "ALTER TABLE grows RENAME COLUMN id TO number",
                    "ALTER TABLE grows DROP COLUMN name",
                    "ALTER TABLE grows ADD COLUMN name int",
                    "INSERT INTO grows VALUES (4, 8)");

            events.addAll(source.take(2));

            assertThat(after(events.get(0)).type()).isSameAs(after(events.get(1)).type());
            assertThat(after(events.get(2)).type().columns()).containsExactly("id", "name");
            assertThat(after(events.get(2)).value("name")).isNull();
            assertThat(after(events.get(3)).type().columns()).containsExactly("number", "name");
            assertThat(after(events.get(3)).value("name")).isEqualTo(8L);
            assertThat(key(events.get(3), "number")).isEqualTo(4L);
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

    private static Position position(List<ChangeEvent> events) {
        return events.getFirst().position();
    }

    private static Row after(ChangeEvent event) {
        return Objects.requireNonNull(event.after());
    }

    private static @Nullable Object key(ChangeEvent event, String column) {
        return Objects.requireNonNull(event.key()).value(column);
    }

    private static @Nullable Object before(ChangeEvent event) {
        Row before = event.before();
        return before == null ? null : before.type().columns();
    }

    private static @Nullable Object keyColumns(ChangeEvent event) {
        Row key = event.key();
        return key == null ? null : key.type().columns();
    }
}
