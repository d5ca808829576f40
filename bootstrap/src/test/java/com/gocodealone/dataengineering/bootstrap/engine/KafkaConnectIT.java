package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/**
 * The example of provider debezium's page with Kafka Connect under the real engine: a real Kafka, a
 * real Kafka Connect, a real PostgreSQL.
 */
class KafkaConnectIT {
    @TempDir private Path work;

    @Test
    void what_happens_while_the_engine_is_dead_waits_in_the_topic() throws Exception {
        try (AuditTrail trail = AuditTrail.start(work.resolve("pg"));
                KafkaConnect servers = KafkaConnect.start(work.resolve("kafka"))) {
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
                assertThat(engine.output()).doesNotContain(AuditTrail.PASSWORD);
            }
        }
    }

    private EngineProcess start(AuditTrail trail, KafkaConnect servers) {
        return EngineProcess.start(
                        EngineBinary.folder(work.resolve("data")),
                        Readme.example("audit trail on Kafka Connect"),
                        Map.of(
                                "SHOP_DSN",
                                trail.dsn(),
                                "CONNECT_URL",
                                servers.url(),
                                "KAFKA",
                                servers.bootstrapServers()))
                .awaitOutput("Loaded external plugin");
    }
}
