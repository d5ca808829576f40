package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** Encrypted connections, all of them, against a real server with a certificate. */
final class TlsTest {
    @TempDir private static Path folder;

    private static TestServer server;
    private static Certificate ofServer;
    private static Certificate ofClient;

    @BeforeAll
    static void start() throws Exception {
        ofServer = Certificate.create(folder, "server");
        ofClient = Certificate.create(folder, "guest");
        server =
                TestServer.start(
                        Map.of(
                                "wal_level", "logical",
                                "ssl", "on",
                                "ssl_cert_file", ofServer.pem().toString(),
                                "ssl_key_file", ofServer.keyPem().toString(),
                                "ssl_ca_file", ofClient.pem().toString()));
        server.run(
                "CREATE TABLE t (id int PRIMARY KEY)",
                "CREATE ROLE guest LOGIN SUPERUSER REPLICATION",
                """
                COPY (VALUES ('host all postgres 127.0.0.1/32 trust'),
                    ('hostssl all guest 127.0.0.1/32 cert')) TO '%s'
                """
                        .formatted(server.ask("SHOW hba_file")),
                "SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSource source(String id, String user, String parameters) {
        return new TestSource(id, server.dsn(user, "", "postgres") + parameters, "t")
                .with("snapshot_mode", "never");
    }

    private static void isEncrypted(TestSource source) throws Exception {
        try (source) {
            source.open();
            server.run("INSERT INTO t SELECT coalesce(max(id), 0) + 1 FROM t");
            assertThat(source.take(1)).hasSize(1);
            assertThat(
                            server.askAll(
                                    "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING"
                                        + " (pid) WHERE application_name LIKE 'data-engineering%'"))
                    .hasSizeGreaterThan(2)
                    .containsOnly("t");
        }
    }

    @Test
    void the_default_encrypts_when_the_server_can() throws Exception {
        isEncrypted(source("prefers", "postgres", ""));
    }

    @Test
    void a_certificate_is_verified_with_its_name() throws Exception {
        isEncrypted(
                source("full", "postgres", "?sslmode=verify-full&sslrootcert=" + ofServer.pem()));
    }

    @Test
    void a_certificate_of_somebody_else_is_refused() {
        TestSource source =
                source("forged", "postgres", "?sslmode=verify-ca&sslrootcert=" + ofClient.pem());

        assertThatThrownBy(source::open)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
                            assertThat(failure.fact())
                                    .startsWith("connection: no encrypted connection to 127.0.0.1:")
                                    .contains("with sslmode=verify-ca");
                        });
    }

    @Test
    void a_client_can_show_a_certificate_with_its_key_as_der_or_as_pem() throws Exception {
        for (Path key : new Path[] {ofClient.keyDer(), ofClient.keyPem()}) {
            TestSource source =
                    source("by_certificate", "guest", "")
                            .with("sslmode", "verify-full")
                            .with("sslrootcert", ofServer.pem().toString())
                            .with("sslcert", ofClient.pem().toString())
                            .with("sslkey", key.toString());
            isEncrypted(source);
            server.dropSlot("data_engineering_by_certificate");
        }
    }
}
