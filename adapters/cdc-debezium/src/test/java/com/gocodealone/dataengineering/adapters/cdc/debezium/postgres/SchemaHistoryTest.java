package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The structures that tables have, as changes show them. */
final class SchemaHistoryTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String table, String columns) {
        server.run("CREATE TABLE %s (id bigint PRIMARY KEY, %s)".formatted(table, columns));
        return new TestSource(table, server.dsn(), table).with("snapshot_mode", "never");
    }

    /** What came until there were {@code count} events, and the structures among them. */
    private static List<SchemaVersion> versions(
            TestSource source, int count, List<ChangeEvent> events) throws InterruptedException {
        List<SchemaVersion> versions = new ArrayList<>();
        long deadline = System.nanoTime() + TestSource.PATIENCE.toNanos();
        while (events.size() < count && System.nanoTime() < deadline) {
            ChangeBatch batch = source.poll(Duration.ofMillis(200));
            versions.addAll(batch.schemas());
            events.addAll(batch.events());
        }
        assertThat(events).hasSize(count);
        return versions;
    }

    private static List<String> described(SchemaVersion version) {
        return version.columns().stream()
                .map(
                        column ->
                                "%d %s %s%s"
                                        .formatted(
                                                column.number(),
                                                column.name(),
                                                column.type(),
                                                Boolean.FALSE.equals(column.nullable())
                                                        ? " NOT NULL"
                                                        : ""))
                .toList();
    }

    @Test
    void a_table_is_described_when_it_is_first_seen_and_when_it_has_changed() throws Exception {
        try (TestSource source = source("evolves", "name varchar(20), price numeric(10,2)")) {
            source.open();
            server.run(
                    "INSERT INTO evolves VALUES (1, 'a', 1), (2, 'b', 2)",
                    "ALTER TABLE evolves ADD COLUMN tags text[] NOT NULL DEFAULT '{}'",
                    "INSERT INTO evolves VALUES (3, 'c', 3)",
                    "ALTER TABLE evolves DROP COLUMN price",
                    "INSERT INTO evolves VALUES (4, 'd')",
                    "ALTER TABLE evolves RENAME COLUMN name TO title",
                    "INSERT INTO evolves VALUES (5, 'e')",
                    "ALTER TABLE evolves ALTER COLUMN title TYPE text",
                    "INSERT INTO evolves VALUES (6, 'f')");
            List<ChangeEvent> events = new ArrayList<>();

            List<SchemaVersion> versions = versions(source, 6, events);

            assertThat(versions).hasSize(5);
            assertThat(versions).allMatch(version -> version.key().equals(List.of("id")));
            assertThat(names(versions.get(0))).containsExactly("id", "name", "price");
            assertThat(names(versions.get(1))).containsExactly("id", "name", "price", "tags");
            assertThat(names(versions.get(2))).containsExactly("id", "name", "tags");
            assertThat(names(versions.get(3))).containsExactly("id", "title", "tags");
            assertThat(described(versions.get(4)))
                    .containsExactly(
                            "1 id bigint NOT NULL", "2 title text", "4 tags text[] NOT NULL");
            assertThat(versions.get(0).position()).isEqualTo(events.get(0).position());
            assertThat(versions.get(1).position()).isEqualTo(events.get(2).position());
            assertThat(versions.get(1).at()).isEqualTo(events.get(2).committedAt());
        }
    }

    private static List<String> names(SchemaVersion version) {
        return version.columns().stream().map(SchemaVersion.Column::name).toList();
    }

    @Test
    void types_are_written_as_postgresql_writes_them() throws Exception {
        server.run(
                "CREATE TYPE mood AS ENUM ('ok')",
                "CREATE DOMAIN email AS text",
                "CREATE TYPE pair AS (a int, b text)");
        try (TestSource source =
                source(
                        "typed",
                        "v varchar(20), c char(3), n numeric(10,2), m numeric, t timestamp(3),"
                                + " e mood, d email, p pair, r int4range[], b bit varying(5)")) {
            source.open();
            server.run("INSERT INTO typed (id) VALUES (1)");

            SchemaVersion version = versions(source, 1, new ArrayList<>()).getFirst();

            assertThat(described(version))
                    .containsExactly(
                            "1 id bigint NOT NULL",
                            "2 v character varying(20)",
                            "3 c character(3)",
                            "4 n numeric(10,2)",
                            "5 m numeric",
                            "6 t timestamp(3) without time zone",
                            "7 e mood",
                            "8 d email",
                            "9 p pair",
                            "10 r int4range[]",
                            "11 b bit varying(5)");
        }
    }

    @Test
    void a_length_that_has_changed_since_is_told_as_it_was_when_the_change_was_made()
            throws Exception {
        try (TestSource source = source("widened", "v varchar(10), n numeric(5,1), was int")) {
            source.open();
            source.stop();
            server.run(
                    "INSERT INTO widened VALUES (1, 'a', 1.5, 1)",
                    "ALTER TABLE widened ALTER v TYPE varchar(99), ALTER n TYPE numeric(9,3)",
                    "ALTER TABLE widened RENAME was TO becomes",
                    "INSERT INTO widened VALUES (2, 'b', 2.5, 2)");
            source.open();

            List<SchemaVersion> versions = versions(source, 2, new ArrayList<>());

            assertThat(described(versions.getFirst()))
                    .containsExactly(
                            "1 id bigint NOT NULL",
                            "2 v character varying(10)",
                            "3 n numeric(5,1)",
                            "4 was integer");
            assertThat(described(versions.getLast()))
                    .containsExactly(
                            "1 id bigint NOT NULL",
                            "2 v character varying(99)",
                            "3 n numeric(9,3)",
                            "4 becomes integer");
        }
    }

    @Test
    void the_snapshot_and_the_changes_describe_a_table_alike() throws Exception {
        server.run(
                "CREATE TABLE alike (id bigint PRIMARY KEY, v varchar(9), n numeric, q numeric(4))",
                "INSERT INTO alike VALUES (1)");
        try (TestSource source = new TestSource("alike", server.dsn(), "alike")) {
            source.open();
            List<ChangeEvent> events = new ArrayList<>();
            assertThat(versions(source, 1, events)).hasSize(1);
            server.run("INSERT INTO alike VALUES (2)");
            assertThat(versions(source, 2, events)).isEmpty();
            source.stream().acknowledge(events.getLast().position());
            TableId table = new TableId("public", "alike");
            source.stream().snapshot(new SnapshotRequest("again", List.of(table), null));

            assertThat(versions(source, 4, events)).isEmpty();
        }
    }
}
