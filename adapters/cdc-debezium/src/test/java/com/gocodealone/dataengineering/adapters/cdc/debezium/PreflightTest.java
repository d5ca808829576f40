package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;

/** Each thing that can be wrong with a server is said in one sentence, with its repair. */
final class PreflightTest {
    private static final String PASSWORD = "hunter2";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        Map.of("wal_level", "logical", "password_encryption", "scram-sha-256"));
        server.run(
                "CREATE TABLE orders (id int PRIMARY KEY)",
                "CREATE TABLE secret (id int PRIMARY KEY)",
                "CREATE SCHEMA hidden",
                "CREATE TABLE hidden.away (id int PRIMARY KEY)",
                "CREATE TABLE keyless (id int)",
                "CREATE UNLOGGED TABLE fleeting (id int PRIMARY KEY)",
                "CREATE VIEW seen AS SELECT * FROM orders",
                "CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY LIST (id)",
                "CREATE TABLE part PARTITION OF parted FOR VALUES IN (1)",
                "CREATE TABLE twins (id int PRIMARY KEY, a int, \"A\" int)",
                "CREATE ROLE plain LOGIN PASSWORD '%s'".formatted(PASSWORD),
                "CREATE ROLE reader LOGIN REPLICATION PASSWORD '%s'".formatted(PASSWORD),
                "GRANT SELECT ON orders, parted TO reader",
                "CREATE DATABASE other",
                "CREATE PUBLICATION narrow FOR TABLE orders",
                "CREATE PUBLICATION leaves FOR TABLE orders, parted");
        passwordsAreChecked();
    }

    /** The embedded server trusts everybody until it is told otherwise. */
    private static void passwordsAreChecked() {
        String file = server.ask("SHOW hba_file");
        server.run(
                """
                COPY (VALUES ('host all postgres 127.0.0.1/32 trust'),
                    ('host replication postgres 127.0.0.1/32 trust'),
                    ('hostssl all ssl_only 127.0.0.1/32 trust'),
                    ('host other,postgres all 127.0.0.1/32 scram-sha-256')) TO '%s'
                """
                        .formatted(file),
                "SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Failure refusal(TestSource source) throws InterruptedException {
        try (source) {
            source.open();
        } catch (Failure failure) {
            assertThat(failure.fact()).doesNotContain(PASSWORD);
            return failure;
        }
        throw new AssertionError("the source is open");
    }

    private static void invalid(TestSource source, String sentence) throws InterruptedException {
        Failure failure = refusal(source);
        assertThat(failure.fact()).contains(sentence);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    }

    private static TestSource source(String id, String... tables) {
        return new TestSource(id, server.dsn(), tables);
    }

    private static TestSource readers(String id, String... tables) {
        return new TestSource(id, server.dsn("reader", PASSWORD, "postgres"), tables);
    }

    @Test
    void a_server_that_does_not_answer_may_answer_later() throws Exception {
        int port = freePort();
        Failure failure =
                refusal(
                        new TestSource(
                                "gone", "postgres://u:hunter2@127.0.0.1:%d/d".formatted(port)));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure.fact())
                .startsWith("connection: 127.0.0.1:%d cannot be reached".formatted(port));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_host_that_does_not_exist_is_named() throws Exception {
        Failure failure = refusal(new TestSource("host", "postgres://u@no-such-host.invalid/d"));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure.fact())
                .isEqualTo("connection: the host of no-such-host.invalid:5432 is not known");
    }

    @Test
    void a_wrong_password_an_unknown_role_and_an_unknown_database_are_told_apart()
            throws Exception {
        invalid(
                new TestSource("password", server.dsn("plain", "wrong", "postgres")),
                "does not accept user \"plain\" with this password");
        invalid(
                new TestSource("role", server.dsn("nobody", PASSWORD, "postgres")),
                "does not accept user \"nobody\" with this password, or has no such user");
        invalid(
                new TestSource("database", server.dsn("postgres", "x", "nowhere")),
                "there is no database \"nowhere\" on 127.0.0.1:" + server.port());
        invalid(
                new TestSource("hba", server.dsn("ssl_only", "x", "template1")),
                "the server's pg_hba.conf does not let this client in");
    }

    @Test
    void a_server_without_tls_is_told_when_tls_is_asked_for() throws Exception {
        invalid(
                new TestSource("tls", server.dsn() + "?sslmode=require"),
                "no encrypted connection to 127.0.0.1:%d with sslmode=require"
                        .formatted(server.port()));
    }

    @Test
    void a_server_that_does_not_write_a_logical_log_is_told_how_to() throws Exception {
        try (TestServer replica = TestServer.start(Map.of("wal_level", "replica"))) {
            invalid(
                    new TestSource("wal", replica.dsn()),
                    "wal_level is replica and has to be logical: ALTER SYSTEM SET wal_level ="
                            + " logical; then restart the server");
        }
    }

    @Test
    void a_role_that_may_not_replicate_is_told_how_to_get_the_right() throws Exception {
        invalid(
                new TestSource("right", server.dsn("plain", PASSWORD, "postgres")),
                "role plain may not read the replication stream: ALTER ROLE \"plain\" REPLICATION");
    }

    @Test
    void a_table_that_is_missing_is_named_with_the_nearest() throws Exception {
        invalid(
                source("missing", "public.ordrs", "keyles", "nothing.*"),
                "tables: public.ordrs matches no table of the database (did you mean"
                    + " public.orders?); tables: keyles matches no table of the database (did you"
                    + " mean keyless?); tables: nothing.* matches no table of the database");
    }

    @Test
    void what_is_no_ordinary_table_is_said() throws Exception {
        invalid(source("view", "seen"), "tables: public.seen is a view or a foreign table");
        invalid(source("unlogged", "fleeting"), "public.fleeting is temporary or unlogged");
        invalid(source("partition", "part"), "public.part is a partition of parted: follow that");
        invalid(
                source("twins", "twins"),
                "table public.twins has columns named A that differ in case only");
    }

    @Test
    void a_table_that_may_not_be_read_comes_with_its_grant() throws Exception {
        invalid(
                readers("select", "orders", "secret", "hidden.away"),
                "role reader may not read hidden.away, public.secret: GRANT USAGE ON SCHEMA"
                    + " \"hidden\", \"public\" TO \"reader\"; GRANT SELECT ON \"hidden\".\"away\","
                    + " \"public\".\"secret\" TO \"reader\";");
    }

    @Test
    void a_publication_that_the_role_may_not_make_comes_as_sql_for_the_owner() throws Exception {
        invalid(
                readers("owner", "orders"),
                "let the owner of the tables run CREATE PUBLICATION \"data_engineering_owner\" FOR"
                        + " TABLE \"public\".\"orders\" WITH (publish_via_partition_root = true");
    }

    @Test
    void a_table_without_a_key_is_not_published_behind_its_writers_back() throws Exception {
        invalid(
                source("keyless", "keyless"),
                "ALTER TABLE \"public\".\"keyless\" REPLICA IDENTITY FULL;");
    }

    @Test
    void a_named_publication_is_used_as_it_is_and_must_have_the_tables() throws Exception {
        invalid(
                source("named", "orders").with("publication_name", "nowhere"),
                "publication_name: there is no publication nowhere");
        invalid(
                source("narrow", "orders", "secret").with("publication_name", "narrow"),
                "publication narrow lacks public.secret: ALTER PUBLICATION \"narrow\" ADD TABLE"
                        + " \"public\".\"secret\"");
        invalid(
                source("leaves", "orders", "parted").with("publication_name", "leaves"),
                "ALTER PUBLICATION \"leaves\" SET (publish_via_partition_root = true)");
        try (TestSource source = readers("fits", "orders").with("publication_name", "narrow")) {
            source.open();
            server.run("INSERT INTO orders VALUES (100)");
            assertThat(source.take(1)).hasSize(1);
        }
    }

    @Test
    void an_own_publication_gets_the_tables_that_are_added() throws Exception {
        try (TestSource first = source("grown", "orders").with("snapshot_mode", "never")) {
            first.open();
        }
        server.run("SELECT pg_drop_replication_slot('data_engineering_grown')");
        try (TestSource second =
                source("grown", "orders", "secret").with("snapshot_mode", "never")) {
            second.open();
            server.run("INSERT INTO secret VALUES (100)");
            assertThat(second.take(1)).hasSize(1);
        }
    }

    @Test
    void a_slot_that_another_reads_is_a_conflict_that_names_the_reader() throws Exception {
        try (TestSource first =
                source("holder", "orders")
                        .with("slot_name", "shared")
                        .with("snapshot_mode", "never")) {
            first.open();
            await().until(
                            () ->
                                    "t"
                                            .equals(
                                                    server.ask(
                                                            "SELECT active FROM"
                                                                    + " pg_replication_slots WHERE"
                                                                    + " slot_name = 'shared'")));

            Failure failure =
                    refusal(
                            source("intruder", "orders")
                                    .with("slot_name", "shared")
                                    .with("snapshot_mode", "never"));

            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
            assertThat(failure.fact())
                    .matches(
                            "replication slot shared is in use by process \\d+ of the server"
                                    + " \\(data-engineering holder stream\\)");
        }
    }

    @Test
    void a_slot_of_another_plugin_or_database_cannot_be_used() throws Exception {
        server.run("SELECT pg_create_logical_replication_slot('decoding', 'test_decoding')");
        invalid(
                source("plugin", "orders").with("slot_name", "decoding"),
                "slot_name: replication slot decoding is for plugin test_decoding, and this needs"
                        + " pgoutput");
        server.run("SELECT pg_create_physical_replication_slot('physical')");
        invalid(
                source("physical", "orders").with("slot_name", "physical"),
                "replication slot physical is for plugin none");
        server.runIn("other", "SELECT pg_create_logical_replication_slot('elsewhere', 'pgoutput')");
        invalid(
                source("elsewhere", "orders").with("slot_name", "elsewhere"),
                "slot_name: replication slot elsewhere belongs to database other");
    }

    @Test
    void a_slot_that_is_not_ours_allows_no_snapshot_but_can_be_read() throws Exception {
        server.run(
                "CREATE PUBLICATION data_engineering_foreign FOR TABLE orders",
                "SELECT pg_create_logical_replication_slot('made_before', 'pgoutput')",
                "INSERT INTO orders VALUES (200)");
        invalid(
                source("foreign", "orders").with("slot_name", "made_before"),
                "slot_name: replication slot made_before exists and is not of this source's making,"
                        + " so no exact snapshot can be taken. Drop it (SELECT"
                        + " pg_drop_replication_slot('made_before'))");
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
            invalid(
                    new TestSource("full", small.dsn()),
                    "all 1 replication slots are taken: raise max_replication_slots and restart the"
                            + " server, or drop a slot that nobody needs (not in use: forgotten)");
        }
    }

    @Test
    void a_slot_that_is_gone_is_a_gap_once_changes_were_acknowledged() throws Exception {
        server.run("CREATE TABLE gap (id int PRIMARY KEY)");
        TestSource source = source("gap", "gap");
        source.open();
        server.run("INSERT INTO gap VALUES (1)");
        source.take(1);
        source.close();
        server.run("SELECT pg_drop_replication_slot('data_engineering_gap')");

        Failure failure = refusal(source);

        assertThat(failure.kind()).isEqualTo(Failure.Kind.GAP);
        assertThat(failure.fact())
                .matches(
                        "replication slot data_engineering_gap is gone: changes since"
                                + " [0-9A-F]+/[0-9A-F]+ are lost\\. .*another source_id.*");
    }

    @Test
    void a_slot_that_another_moved_on_is_a_gap() throws Exception {
        server.run("CREATE TABLE moved (id int PRIMARY KEY)");
        TestSource source = source("moved", "moved");
        source.open();
        server.run("INSERT INTO moved VALUES (1)");
        source.take(1);
        source.close();
        server.run(
                "INSERT INTO moved VALUES (2)",
                "SELECT pg_replication_slot_advance('data_engineering_moved',"
                        + " pg_current_wal_lsn())");

        Failure failure = refusal(source);

        assertThat(failure.kind()).isEqualTo(Failure.Kind.GAP);
        assertThat(failure.fact()).contains("was moved on to").contains("by another");
    }
}
