package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.adapters.cdc.debezium.DebeziumProvider;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;

import java.nio.file.Path;
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
