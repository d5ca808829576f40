package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.DebeziumProvider;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Kafka and a Kafka Connect that speak TLS and ask for a password, and a PostgreSQL. */
record Servers(KafkaConnect kafka, PostgresServer database, Certificate certificate)
        implements AutoCloseable {

    static Servers start(Path folder) throws Exception {
        Certificate certificate = Certificate.create(folder, "kafka");
        PostgresServer database =
                PostgresServer.start(
                        folder.resolve("database"), Map.of("max_replication_slots", "20"));
        return new Servers(
                KafkaConnect.secured(folder.resolve("kafka"), certificate), database, certificate);
    }

    void execute(String sql) throws Exception {
        database.execute(sql);
    }

    /** A new table, and a source of it that needs nothing more to be opened. */
    TestSource source(String id) throws Exception {
        execute("CREATE TABLE %s (id bigint PRIMARY KEY, note text)".formatted(id));
        return again(id);
    }

    /** The same source in another engine. */
    TestSource again(String id) {
        return new TestSource(id, kafka.url(), "public." + id)
                .with("bootstrap_servers", kafka.bootstrapServers())
                .with("database", database.dsn("secret"))
                .with("kafka_tls", true)
                .with("kafka_ca", certificate.pem().toString())
                .with("kafka_username", KafkaConnect.USER)
                .with("kafka_password", KafkaConnect.PASSWORD)
                .with("username", KafkaConnect.USER)
                .with("password", KafkaConnect.PASSWORD)
                .with("rest_ca", certificate.pem().toString())
                .with("snapshot_mode", "never")
                .with("status_interval", "200ms");
    }

    /** Removes what is in the source's topic before {@code offset}, as time does. */
    void expire(String id, long offset) throws Exception {
        try (Admin admin = admin()) {
            var partition = new TopicPartition("workflow-" + id, 0);
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    /** How many bytes a record of the source may have from now on. */
    void limitRecords(String id, int bytes) throws Exception {
        try (Admin admin = admin()) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "workflow-" + id);
            var limit =
                    new AlterConfigOp(
                            new ConfigEntry("max.message.bytes", String.valueOf(bytes)),
                            AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(limit))).all().get();
        }
    }

    /** Has Kafka forget what the source acknowledged, as time does. */
    void forgetGroup(String id) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteConsumerGroups(List.of("workflow-" + id)).all().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.insideServers()));
    }

    /** Has Kafka Connect do something with the source's connector. */
    void ask(String id, String wish) throws Exception {
        int answer =
                kafka.ask("PUT", "/connectors/workflow-%s/%s".formatted(id, wish)).statusCode();
        assertThat(answer).isBetween(200, 299);
    }

    /** Ends a source for good, as a host does on a thread that knows no class of the provider. */
    static void giveUp(TestSource source) throws InterruptedException {
        source.stop();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            new DebeziumProvider().release(source.spec(), source.state());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        kafka.close();
        database.close();
    }
}
