package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Encrypted connections, all of them, against servers that let nobody in without. */
final class TlsTest {
    @TempDir private static Path folder;

    private static Map<String, TestServer> servers;
    private static Certificate ofServer;
    private static Certificate ofClient;

    @BeforeAll
    static void start() throws Exception {
        ofServer = Certificate.create(folder, "server");
        ofClient = Certificate.create(folder, "guest");
        String[] settings = {
            "--ssl-cert=" + ofServer.pem(),
            "--ssl-key=" + ofServer.keyPem(),
            "--ssl-ca=" + ofClient.pem()
        };
        servers =
                Map.of(
                        "mariadb", TestServer.mariaDb(settings),
                        "mysql", TestServer.likeMySql(settings));
        servers.values().forEach(TlsTest::letIn);
    }

    private static void letIn(TestServer server) {
        server.run(
                "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT)",
                "CREATE USER secret@'%' IDENTIFIED BY 'secret' REQUIRE SSL",
                "GRANT ALL ON *.* TO secret@'%'",
                "CREATE USER guest@'%' IDENTIFIED BY 'secret' REQUIRE X509",
                "GRANT ALL ON *.* TO guest@'%'");
    }

    @AfterAll
    static void stop() {
        servers.values().forEach(TestServer::close);
    }

    private static TestServer server(String kind) {
        return Objects.requireNonNull(servers.get(kind));
    }

    private static TestSource source(String kind, String user) {
        return new TestSource(user, server(kind).dsn(user, "secret"), "t")
                .of(kind)
                .with("snapshot_mode", "never");
    }

    private static void reads(String kind, TestSource source) throws Exception {
        try (source) {
            source.open();
            server(kind).run("INSERT INTO t VALUES ()");
            assertThat(source.take(1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void the_default_encrypts_when_the_server_can(String kind) throws Exception {
        reads(kind, source(kind, "secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void a_certificate_is_verified_with_its_name(String kind) throws Exception {
        reads(
                kind,
                source(kind, "secret")
                        .with("sslmode", "verify-full")
                        .with("sslrootcert", ofServer.pem().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void a_certificate_of_somebody_else_is_refused(String kind) throws Exception {
        Failure refusal =
                source(kind, "secret")
                        .with("sslmode", "verify-ca")
                        .with("sslrootcert", ofClient.pem().toString())
                        .refusal();

        assertThat(refusal.kind()).isEqualTo(Failure.Kind.INVALID);
        assertThat(refusal.fact())
                .startsWith("connection: no encrypted connection to 127.0.0.1:")
                .contains("with sslmode=verify-ca");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void a_client_can_show_a_certificate_with_its_key_as_der_or_as_pem(String kind)
            throws Exception {
        for (Path key : new Path[] {ofClient.keyDer(), ofClient.keyPem()}) {
            reads(
                    kind,
                    source(kind, "guest")
                            .with("sslmode", "verify-full")
                            .with("sslrootcert", ofServer.pem().toString())
                            .with("sslcert", ofClient.pem().toString())
                            .with("sslkey", key.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void a_client_that_shows_none_where_one_is_asked_for_is_refused(String kind) throws Exception {
        Failure refusal = source(kind, "guest").with("sslmode", "require").refusal();

        assertThat(refusal.kind()).isEqualTo(Failure.Kind.INVALID);
    }
}
