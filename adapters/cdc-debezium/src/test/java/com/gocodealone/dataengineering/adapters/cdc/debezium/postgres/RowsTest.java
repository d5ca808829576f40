package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What of a row a change holds: its key, its columns, and what was sent of them before. */
final class RowsTest {
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
