package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/** Each thing that can be wrong with a server is said in one sentence, with its repair. */
final class PreflightTest {
    private static final String PASSWORD = TestSource.PASSWORD;
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
                new TestSource("gone", "postgres://u:hunter2@127.0.0.1:%d/d".formatted(port))
                        .refusal();

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
        Failure failure = new TestSource("host", "postgres://u@no-such-host.invalid/d").refusal();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure.fact())
                .isEqualTo("connection: the host of no-such-host.invalid:5432 is not known");
    }

    @Test
    void a_wrong_password_an_unknown_role_and_an_unknown_database_are_told_apart()
            throws Exception {
        new TestSource("password", server.dsn("plain", "wrong", "postgres"))
                .isInvalid("does not accept user \"plain\" with this password");
        new TestSource("role", server.dsn("nobody", PASSWORD, "postgres"))
                .isInvalid(
                        "does not accept user \"nobody\" with this password, or has no such user");
        new TestSource("database", server.dsn("postgres", "x", "nowhere"))
                .isInvalid("there is no database \"nowhere\" on 127.0.0.1:" + server.port());
        new TestSource("hba", server.dsn("ssl_only", "x", "template1"))
                .isInvalid("the server's pg_hba.conf does not let this client in");
    }

    @Test
    void a_server_without_tls_is_told_when_tls_is_asked_for() throws Exception {
        new TestSource("tls", server.dsn() + "?sslmode=require")
                .isInvalid(
                        "no encrypted connection to 127.0.0.1:%d with sslmode=require"
                                .formatted(server.port()));
    }

    @Test
    void a_server_that_does_not_write_a_logical_log_is_told_how_to() throws Exception {
        try (TestServer replica = TestServer.start(Map.of("wal_level", "replica"))) {
            new TestSource("wal", replica.dsn())
                    .isInvalid(
                            "wal_level is replica and has to be logical: ALTER SYSTEM SET wal_level"
                                    + " = logical; -- then restart the server");
        }
    }

    @Test
    void a_role_that_may_not_replicate_is_told_how_to_get_the_right() throws Exception {
        new TestSource("right", server.dsn("plain", PASSWORD, "postgres"))
                .isInvalid(
                        "role plain may not read the replication stream: ALTER ROLE \"plain\""
                                + " REPLICATION");
    }

    @Test
    void a_table_that_is_missing_is_named_with_the_nearest() throws Exception {
        source("missing", "public.ordrs", "keyles", "nothing.*")
                .isInvalid(
                        "tables: public.ordrs matches no table of the database (did you mean"
                            + " public.orders?); tables: keyles matches no table of the database"
                            + " (did you mean keyless?); tables: nothing.* matches no table of the"
                            + " database");
    }

    @Test
    void what_is_no_ordinary_table_is_said() throws Exception {
        source("view", "seen").isInvalid("tables: public.seen is a view or a foreign table");
        source("unlogged", "fleeting").isInvalid("public.fleeting is temporary or unlogged");
        source("partition", "part").isInvalid("public.part is a partition of parted: follow that");
        source("twins", "twins")
                .isInvalid("table public.twins has columns named A that differ in case only");
    }

    @Test
    void a_table_that_may_not_be_read_comes_with_its_grant() throws Exception {
        readers("select", "orders", "secret", "hidden.away")
                .isInvalid(
                        "role reader may not read hidden.away, public.secret: GRANT USAGE ON SCHEMA"
                                + " \"hidden\", \"public\" TO \"reader\"; GRANT SELECT ON"
                                + " \"hidden\".\"away\", \"public\".\"secret\" TO \"reader\";");
    }

    @Test
    void a_publication_that_the_role_may_not_make_comes_as_sql_for_the_owner() throws Exception {
        readers("owner", "orders")
                .isInvalid(
                        "let the owner of the tables do it, or give the role the right: CREATE"
                                + " PUBLICATION \"data_engineering_owner\" FOR TABLE"
                                + " \"public\".\"orders\" WITH (publish_via_partition_root = true");
    }

    @Test
    void a_table_without_a_key_is_not_published_behind_its_writers_back() throws Exception {
        source("keyless", "keyless")
                .isInvalid("ALTER TABLE \"public\".\"keyless\" REPLICA IDENTITY FULL;");
    }

    @Test
    void a_named_publication_is_used_as_it_is_and_must_have_the_tables() throws Exception {
        source("named", "orders")
                .with("publication_name", "nowhere")
                .isInvalid("publication_name: there is no publication nowhere");
        source("narrow", "orders", "secret")
                .with("publication_name", "narrow")
                .isInvalid(
                        "publication narrow lacks public.secret: ALTER PUBLICATION \"narrow\" ADD"
                                + " TABLE \"public\".\"secret\"");
        source("leaves", "orders", "parted")
                .with("publication_name", "leaves")
                .isInvalid("ALTER PUBLICATION \"leaves\" SET (publish_via_partition_root = true)");
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
        server.dropSlot("data_engineering_grown");
        try (TestSource second =
                source("grown", "orders", "secret").with("snapshot_mode", "never")) {
            second.open();
            server.run("INSERT INTO secret VALUES (100)");
            assertThat(second.take(1)).hasSize(1);
        }
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() throws Exception {
        Failure failure =
                new TestSource(
                                "all_at_once",
                                server.dsn("plain", PASSWORD, "postgres"),
                                "secret",
                                "nothing",
                                "keyless")
                        .refusal();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(failure.fact())
                .contains("role plain may not read the replication stream")
                .contains("nothing matches no table")
                .contains("role plain may not read public.keyless, public.secret")
                .contains("public.keyless have no primary key")
                .contains("role plain may not make publication");
    }

    @Test
    void a_standby_can_be_read_from_version_16_on() {
        assertThat(errors(160000, true)).isEmpty();
        assertThat(errors(150018, true))
                .containsExactly(
                        "the server is a standby, which can be read from PostgreSQL 16 on: connect"
                                + " to the primary");
        assertThat(errors(120022, false))
                .containsExactly("the server is PostgreSQL 12, and this needs 13 or newer");
    }

    private static List<String> errors(int version, boolean standby) {
        Findings findings = new Findings();
        new Server(version, "logical", standby, "role", true, true, 10, 10).check(findings);
        return findings.all().stream()
                .filter(finding -> finding.grade() == Finding.Grade.ERROR)
                .map(Finding::fact)
                .toList();
    }
}
