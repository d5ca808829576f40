package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.cdc.debezium.Writer;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tables may do, and what is seen of it. */
final class TruthTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String id, String... tables) {
        return new TestSource(id, server.dsn(), tables).with("snapshot_mode", "never");
    }

    @Test
    void a_truncate_of_several_tables_is_one_event_each_at_one_position() throws Exception {
        server.run(
                "CREATE TABLE parent (id bigint PRIMARY KEY)",
                "CREATE TABLE child (id bigint PRIMARY KEY REFERENCES parent)",
                "CREATE TABLE other (id bigint PRIMARY KEY)");
        try (TestSource source = source("truncates", "parent", "child", "other")) {
            source.open();
            server.run("TRUNCATE parent, other CASCADE", "INSERT INTO parent VALUES (1)");

            List<ChangeEvent> events = source.take(4);

            assertThat(events.subList(0, 3))
                    .allMatch(event -> event.operation() == Operation.TRUNCATE)
                    .allMatch(event -> event.position().equals(events.getFirst().position()))
                    .allMatch(event -> event.key() == null && event.after() == null)
                    .extracting(event -> event.table().name())
                    .containsExactlyInAnyOrder("parent", "child", "other");
            assertThat(events.getLast().operation()).isEqualTo(Operation.INSERT);
        }
    }

    @Test
    void a_partition_that_is_attached_later_belongs_to_its_table() throws Exception {
        server.run(
                "CREATE TABLE parts (id bigint, at int, PRIMARY KEY (id, at)) PARTITION BY RANGE"
                        + " (at)",
                "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)");
        try (TestSource source = source("parts", "parts")) {
            source.open();
            server.run(
                    "INSERT INTO parts VALUES (1, 1)",
                    "CREATE TABLE parts_2 (LIKE parts INCLUDING ALL)",
                    "ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES FROM (10) TO (20)",
                    "INSERT INTO parts VALUES (2, 11)",
                    "INSERT INTO parts_2 VALUES (3, 12)",
                    "UPDATE parts SET at = 13 WHERE id = 1");

            List<ChangeEvent> events = source.take(5);

            assertThat(events).allMatch(event -> event.table().name().equals("parts"));
            assertThat(events)
                    .extracting(event -> event.operation() + " " + Events.id(event))
                    .containsExactly("INSERT 1", "INSERT 2", "INSERT 3", "DELETE 1", "INSERT 1");
        }
    }

    @Test
    void identity_and_generated_columns_come_with_their_values() throws Exception {
        server.run(
                "CREATE TABLE made (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int,"
                        + " twice int GENERATED ALWAYS AS (n * 2) STORED)");
        try (TestSource source = source("made", "made")) {
            source.open();
            server.run("INSERT INTO made (n) VALUES (21)", "UPDATE made SET n = 4");

            List<ChangeEvent> events = source.take(2);

            assertThat(events).extracting(Events::id).containsExactly(1L, 1L);
            assertThat(events)
                    .extracting(event -> Events.row(event).value("twice"))
                    .isEqualTo(publishesGenerated() ? List.of(42L, 8L) : Arrays.asList(null, null));
        }
    }

    /** PostgreSQL does from version 18 on. */
    private static boolean publishesGenerated() {
        return Integer.parseInt(String.valueOf(server.ask("SHOW server_version_num"))) >= 180000;
    }

    @Test
    void types_that_a_database_makes_itself_arrive_as_postgresql_writes_them() throws Exception {
        server.run(
                "CREATE TYPE \"Mood.2\" AS ENUM ('so so', 'great')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE DOMAIN percent AS numeric(5,2) CHECK (VALUE >= 0)",
                "CREATE TYPE spans AS RANGE (subtype = numeric)",
                "CREATE TABLE own_types (id bigint PRIMARY KEY, m \"Mood.2\", ms \"Mood.2\"[],"
                        + " p pair, ps pair[], d percent, ds percent[], s spans, ss spans[],"
                        + " i int4multirange)");
        try (TestSource source = source("own_types", "own_types")) {
            source.open();
            server.run(
                    "INSERT INTO own_types VALUES (1, 'so so', '{great,\"so so\"}', '(1,\"a, b\")',"
                            + " array['(1,x)'::pair], 12.5, '{1,2.25}', '[1.5,2)', '{\"[1,2)\"}',"
                            + " '{[1,3),[5,7)}')");

            Row row = Events.row(source.take(1).getFirst());

            assertThat(row.value("m")).isEqualTo("so so");
            assertThat(row.value("ms")).isEqualTo(List.of("great", "so so"));
            assertThat(row.value("p")).isEqualTo("(1,\"a, b\")");
            assertThat(row.value("ps")).isEqualTo(List.of("(1,x)"));
            assertThat(row.value("d")).isEqualTo("12.50");
            assertThat(row.value("ds")).isEqualTo(List.of("1.00", "2.25"));
            assertThat(row.value("s")).isEqualTo("[1.5,2)");
            assertThat(row.value("ss")).isEqualTo(List.of("[1,2)"));
            assertThat(row.value("i")).isEqualTo("{[1,3),[5,7)}");
        }
    }

    @Test
    void columns_that_change_under_load_never_mix_their_values() throws Exception {
        server.run("CREATE TABLE under_load (id bigint PRIMARY KEY, a text, b int)");
        try (TestSource source = source("under_load", "under_load")) {
            source.open();
            Writer writer =
                    Writer.start(
                            server,
                            number ->
                                    "INSERT INTO under_load (id) VALUES (%1$d); UPDATE under_load"
                                                    .formatted(number)
                                            + " SET id = id WHERE id = %d".formatted(number));
            String[] statements = {
                "ALTER TABLE under_load ADD COLUMN c text DEFAULT 'c'",
                "ALTER TABLE under_load RENAME COLUMN a TO z",
                "ALTER TABLE under_load ALTER COLUMN b TYPE text USING 'b' || b",
                "ALTER TABLE under_load DROP COLUMN z",
                "ALTER TABLE under_load ADD COLUMN a int DEFAULT 7",
                "ALTER TABLE under_load RENAME COLUMN c TO d"
            };
            List<ChangeEvent> events = new ArrayList<>();
            for (String statement : statements) {
                int seen = events.size();
                source.pollUntil(events, all -> all.size() > seen + 20);
                server.run(statement);
            }
            int renamed = writer.written();
            source.pollUntil(events, all -> writer.written() > renamed + 1);
            writer.stop();
            source.pollUntil(events, all -> all.size() >= 2 * writer.written());

            assertThat(events).hasSize(2 * writer.written());
            assertThat(events.stream().map(Events::row)).allSatisfy(TruthTest::isOfOneTime);
            assertThat(Events.row(events.getLast()).type().columns())
                    .containsExactlyInAnyOrder("id", "b", "d", "a");
        }
    }

    /** Each column has the value that it had under this name: null, or its default. */
    private static void isOfOneTime(Row row) {
        boolean first = row.type().indexOf("d") < 0;
        row.forEach(
                (column, value) -> {
                    switch (column) {
                        case "c", "d" -> assertThat(value).isEqualTo("c");
                        case "a" -> assertThat(value).isIn(null, 7L);
                        case "z", "b" -> assertThat(value).isNull();
                        default -> assertThat(column).isEqualTo("id");
                    }
                });
        assertThat(first || row.value("a") != null).isTrue();
    }

    @Test
    void a_table_whose_rows_cannot_be_changed_any_more_is_a_warning_with_its_repair()
            throws Exception {
        server.run(
                "CREATE TABLE stuck (id bigint PRIMARY KEY)",
                "ALTER TABLE stuck REPLICA IDENTITY NOTHING");
        try (TestSource source = source("stuck", "stuck")) {
            source.open();

            assertThat(source.stream().status().warnings())
                    .singleElement()
                    .asString()
                    .contains("UPDATE and DELETE fail")
                    .contains("public.stuck")
                    .contains("ALTER TABLE \"public\".\"stuck\" REPLICA IDENTITY");
        }
    }
}
