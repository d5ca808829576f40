package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;

/** Slots that are missing, taken, foreign or behind. */
final class SlotTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.run("CREATE TABLE orders (id int PRIMARY KEY)", "CREATE DATABASE other");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String id, String... tables) {
        return new TestSource(id, server.dsn(), tables);
    }

    @Test
    void a_slot_that_another_reads_is_a_conflict_that_names_the_reader() throws Exception {
        try (TestSource first =
                source("holder", "orders")
                        .with("slot_name", "shared")
                        .with("snapshot_mode", "never")) {
            first.open();
            await().atMost(TestSource.PATIENCE)
                    .until(
                            () ->
                                    "t"
                                            .equals(
                                                    server.ask(
                                                            "SELECT active FROM"
                                                                    + " pg_replication_slots WHERE"
                                                                    + " slot_name = 'shared'")));

            Failure failure =
                    source("intruder", "orders")
                            .with("slot_name", "shared")
                            .with("snapshot_mode", "never")
                            .refusal();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
            assertThat(failure.fact())
                    .matches(
                            "replication slot shared is in use by process \\d+ of the server"
                                    + " \\(data-engineering holder stream [0-9a-f]{8}\\)");
        }
    }

    @Test
    void an_earlier_connection_of_the_source_is_ended_before_the_slot_is_read_again()
            throws Exception {
        try (TestSource source = source("earlier", "orders")) {
            source.open();
            String name =
                    server.ask(
                            "SELECT application_name FROM pg_stat_activity WHERE application_name"
                                    + " LIKE 'data-engineering earlier stream %'");
            source.stop();
            try (Connection earlier = server.connect();
                    Statement statement = earlier.createStatement()) {
                statement.execute("SET application_name = '%s'".formatted(name));

                source.reopen();

                assertThat(earlier.isValid(0)).isFalse();
            }
        }
    }

    @Test
    void a_slot_of_another_plugin_or_database_cannot_be_used() throws Exception {
        server.run("SELECT pg_create_logical_replication_slot('decoding', 'test_decoding')");
        source("plugin", "orders")
                .with("slot_name", "decoding")
                .isInvalid(
                        "slot_name: replication slot decoding is for plugin test_decoding, and this"
                                + " needs pgoutput");
        server.run("SELECT pg_create_physical_replication_slot('physical')");
        source("physical", "orders")
                .with("slot_name", "physical")
                .isInvalid("replication slot physical is for plugin none");
        server.runIn("other", "SELECT pg_create_logical_replication_slot('elsewhere', 'pgoutput')");
        source("elsewhere", "orders")
                .with("slot_name", "elsewhere")
                .isInvalid("slot_name: replication slot elsewhere belongs to database other");
    }

    @Test
    void a_slot_that_is_not_ours_allows_no_snapshot_but_can_be_read() throws Exception {
        server.run(
                "CREATE PUBLICATION data_engineering_foreign FOR TABLE orders",
                "SELECT pg_create_logical_replication_slot('made_before', 'pgoutput')",
                "INSERT INTO orders VALUES (200)");
        source("foreign", "orders")
                .with("slot_name", "made_before")
                .isInvalid(
                        "slot_name: replication slot made_before exists and is not of this source's"
                            + " making, so no exact snapshot can be taken. Name another, set"
                            + " snapshot_mode to never to read the changes that it keeps, or drop"
                            + " it: SELECT pg_drop_replication_slot('made_before');");
        try (TestSource source =
                source("foreign", "orders")
                        .with("slot_name", "made_before")
                        .with("snapshot_mode", "never")) {
            source.open();
            assertThat(source.take(1)).hasSize(1);
        }
    }

    @Test
    void a_server_without_a_free_slot_says_which_are_not_in_use() throws Exception {
        try (TestServer small =
                TestServer.start(Map.of("wal_level", "logical", "max_replication_slots", "1"))) {
            small.run(
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "SELECT pg_create_logical_replication_slot('forgotten', 'pgoutput')");
            new TestSource("full", small.dsn())
                    .isInvalid(
                            "all 1 replication slots are taken: drop one that nobody needs (not in"
                                    + " use: forgotten), or raise the limit: ALTER SYSTEM SET"
                                    + " max_replication_slots = 11; -- then restart the server");
        }
    }
}
