package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.cdc.debezium.Writer;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tables that join a stream that runs. */
final class JoiningTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A source that follows all of a schema, which has one table at first. */
    private static TestSource schema(String schema) {
        server.run(
                "CREATE SCHEMA " + schema,
                "CREATE TABLE %s.first (id bigint PRIMARY KEY)".formatted(schema));
        return new TestSource(schema, server.dsn(), schema + ".*").with("snapshot_mode", "never");
    }

    private static void awaitPublished(String source, String table) {
        await().atMost(TestSource.PATIENCE)
                .until(
                        () ->
                                "1"
                                        .equals(
                                                server.ask(
                                                        ("SELECT count(*) FROM"
                                                             + " pg_publication_tables WHERE"
                                                             + " pubname = 'data_engineering_%s'"
                                                             + " AND tablename = '%s'")
                                                                .formatted(source, table))));
    }

    private static List<Long> sortedIds(List<ChangeEvent> events) {
        return events.stream().map(Events::id).sorted().distinct().toList();
    }

    @Test
    void a_table_made_later_joins_by_itself_and_nothing_of_it_is_missing() throws Exception {
        try (TestSource source = schema("grows");
                Connection slow = server.connect();
                Statement statement = slow.createStatement()) {
            source.open();
            server.run(
                    "CREATE TABLE grows.second (id bigint PRIMARY KEY)",
                    "INSERT INTO grows.second VALUES (1)");
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO grows.second VALUES (2)");
            awaitPublished("grows", "second");
            statement.execute("INSERT INTO grows.second VALUES (3)");
            server.run("INSERT INTO grows.second VALUES (4)");
            slow.commit();
            server.run("INSERT INTO grows.second VALUES (5)");
            List<ChangeEvent> events = new ArrayList<>();

            source.pollUntil(events, all -> sortedIds(all).size() >= 5);

            assertThat(sortedIds(events)).isEqualTo(Events.range(1, 5));
            assertThat(events).allMatch(event -> event.table().name().equals("second"));
        }
    }

    @Test
    void a_table_made_while_a_writer_runs_arrives_whole() throws Exception {
        try (TestSource source = schema("busy")) {
            source.open();
            server.run("CREATE TABLE busy.second (id bigint PRIMARY KEY)");
            Writer writer =
                    Writer.start(
                            server,
                            number -> "INSERT INTO busy.second VALUES (%d)".formatted(number));
            List<ChangeEvent> events = new ArrayList<>();
            awaitPublished("busy", "second");
            source.pollUntil(events, all -> all.size() > 100);
            writer.stop();
            source.pollUntil(events, all -> sortedIds(all).size() >= writer.written());

            assertThat(sortedIds(events)).isEqualTo(Events.range(0, writer.written() - 1));
        }
    }

    @Test
    void a_table_made_while_the_source_was_stopped_comes_with_its_rows() throws Exception {
        server.run("CREATE SCHEMA slept", "CREATE TABLE slept.first (id bigint PRIMARY KEY)");
        try (TestSource source = new TestSource("slept", server.dsn(), "slept.*")) {
            source.open();
            server.run("INSERT INTO slept.first VALUES (1)");
            source.take(1);
            source.stop();
            server.run(
                    "CREATE TABLE slept.second (id bigint PRIMARY KEY)",
                    "INSERT INTO slept.second VALUES (2), (3)");

            source.open();

            assertThat(sortedIds(source.take(2))).containsExactly(2L, 3L);
            source.reopen();
            assertThat(source.unexpected()).isEmpty();
        }
    }

    @Test
    void a_table_named_in_a_request_joins_and_is_remembered() throws Exception {
        server.run(
                "CREATE TABLE asked_first (id bigint PRIMARY KEY)",
                "CREATE TABLE asked_later (id bigint PRIMARY KEY)",
                "INSERT INTO asked_later VALUES (1), (2)");
        try (TestSource source =
                new TestSource("asked", server.dsn(), "asked_first")
                        .with("snapshot_mode", "never")) {
            source.open();
            TableId later = new TableId("public", "asked_later");
            source.stream().snapshot(new SnapshotRequest("later", List.of(later), null));
            assertThat(sortedIds(source.take(2))).containsExactly(1L, 2L);
            source.poll(Duration.ofMillis(200));
            server.run("INSERT INTO asked_later VALUES (3)");
            assertThat(sortedIds(source.take(1))).containsExactly(3L);

            source.reopen();
            server.run("INSERT INTO asked_later VALUES (4)");

            assertThat(sortedIds(source.take(1))).containsExactly(4L);
        }
    }

    @Test
    void a_table_that_was_dropped_and_made_again_joins_again() throws Exception {
        try (TestSource source = schema("remade")) {
            source.open();
            server.run("INSERT INTO remade.first VALUES (1)");
            source.take(1);
            server.run(
                    "DROP TABLE remade.first",
                    "CREATE TABLE remade.first (id bigint PRIMARY KEY, v int)",
                    "INSERT INTO remade.first VALUES (2, 2)");

            assertThat(sortedIds(source.take(1))).containsExactly(2L);
            server.run("INSERT INTO remade.first VALUES (3, 3)");
            assertThat(sortedIds(source.take(1))).containsExactly(3L);
        }
    }

    @Test
    void a_table_that_may_not_be_published_is_a_warning_with_its_repair() throws Exception {
        server.run(
                "CREATE ROLE joiner LOGIN REPLICATION",
                "GRANT CREATE ON DATABASE postgres TO joiner",
                "CREATE SCHEMA joiners",
                "GRANT USAGE ON SCHEMA joiners TO joiner",
                "CREATE TABLE joiners.own (id bigint PRIMARY KEY)",
                "ALTER TABLE joiners.own OWNER TO joiner");
        try (TestSource source =
                new TestSource("joiners", server.dsn("joiner", "x", "postgres"), "joiners.*")
                        .with("snapshot_mode", "never")) {
            source.open();
            server.run(
                    "CREATE TABLE joiners.foreign_one (id bigint PRIMARY KEY)",
                    "GRANT SELECT ON joiners.foreign_one TO joiner",
                    "INSERT INTO joiners.foreign_one VALUES (1)");
            await().atMost(TestSource.PATIENCE)
                    .until(() -> !source.stream().status().warnings().isEmpty());
            assertThat(source.stream().status().warnings().getFirst())
                    .contains("joiners.foreign_one")
                    .contains(
                            "ALTER PUBLICATION \"data_engineering_joiners\" ADD TABLE"
                                    + " \"joiners\".\"foreign_one\"");

            server.run("ALTER PUBLICATION data_engineering_joiners ADD TABLE joiners.foreign_one");

            assertThat(sortedIds(source.take(1))).containsExactly(1L);
            assertThat(source.stream().status().warnings()).isEmpty();
        }
    }
}
