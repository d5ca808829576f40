package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/**
 * The example of provider debezium's page with Kafka Connect under the real engine: a real Kafka
 * and a real Kafka Connect that speak TLS and ask for a password, a real PostgreSQL.
 */
class KafkaConnectIT {
    private static final String SECURITY =
            """
                  options:
                    kafka_tls: true
                    kafka_ca: "${env:CA}"
                    kafka_username: "${env:KAFKA_USER}"
                    kafka_password: "${env:KAFKA_PASSWORD}"
                    username: "${env:KAFKA_USER}"
                    password: "${env:KAFKA_PASSWORD}"
                    rest_ca: "${env:CA}"
            """;

    @TempDir private Path work;

    @Test
    void what_happens_while_the_engine_is_dead_waits_in_the_topic() throws Exception {
        try (AuditTrail trail = AuditTrail.start(work.resolve("pg"));
                KafkaConnect servers = KafkaConnect.secured(work.resolve("kafka"), certificate())) {
            try (EngineProcess engine = start(trail, servers)) {
                trail.awaitOperations("READ");
                trail.execute("INSERT INTO orders VALUES (1, 'Ann', 12.50)");
                trail.awaitOperations("READ", "INSERT");
                engine.kill();
                trail.execute("UPDATE orders SET total = 13.75 WHERE id = 1");
                trail.execute("DELETE FROM orders WHERE id = 1");
            }
            try (EngineProcess engine = start(trail, servers)) {
                trail.awaitOperations("READ", "INSERT", "UPDATE", "DELETE");
                assertThat(trail.audited("after->>'total'"))
                        .containsExactly(null, "12.50", "13.75", null);
                assertThat(trail.audited("event_id")).doesNotHaveDuplicates();
                assertThat(engine.output())
                        .doesNotContain(AuditTrail.PASSWORD, KafkaConnect.PASSWORD);
            }
        }
    }

    private Certificate certificate() throws Exception {
        return Certificate.create(work, "kafka");
    }

    private EngineProcess start(AuditTrail trail, KafkaConnect servers) {
        return EngineProcess.start(
                        EngineBinary.folder(work.resolve("data")),
                        Readme.example("audit trail on Kafka Connect")
                                .replace("      options:\n", SECURITY),
                        Map.of(
                                "SHOP_DSN",
                                trail.dsn(),
                                "CONNECT_URL",
                                servers.url(),
                                "KAFKA",
                                servers.bootstrapServers(),
                                "CA",
                                work.resolve("kafka.crt").toString(),
                                "KAFKA_USER",
                                KafkaConnect.USER,
                                "KAFKA_PASSWORD",
                                KafkaConnect.PASSWORD))
                .awaitOutput("Loaded external plugin");
    }
}
