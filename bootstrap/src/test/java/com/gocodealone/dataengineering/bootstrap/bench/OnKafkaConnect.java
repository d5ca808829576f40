package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;
import com.gocodealone.dataengineering.bootstrap.host.Temporary;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Kafka's consumer alone, and the plugin, on the topic that Debezium has filled on a Kafka Connect.
 * Used once.
 */
final class OnKafkaConnect {
    private static final String BARE = "Kafka's consumer alone";

    private final KafkaConnect servers;
    private final Reader reader;
    private final int rows;

    /** Has the connector made, so that the backlog goes to its topic. */
    OnKafkaConnect(int databasePort, int rows) throws IOException {
        this.rows = rows;
        servers = KafkaConnect.start(Temporary.folder("bench-kafka"));
        reader =
                new Reader(
                        "connect",
                        Map.of(
                                "provider",
                                "debezium",
                                "connection",
                                servers.url(),
                                "options",
                                Map.of(
                                        "bootstrap_servers",
                                        servers.bootstrapServers(),
                                        "database",
                                        Reader.dsn(databasePort),
                                        "snapshot_mode",
                                        "never")),
                        Map.of("batch", Map.of("max_events", 500)));
    }

    void measure(Report report) throws IOException, InterruptedException {
        try (servers) {
            bare(); // waits until everything is in the topic, so it is not measured
            report.rate(BARE, bare(), null, 0);
            report.rate("debezium on Kafka Connect, batches of 500", reader.drain(rows), BARE, 0.8);
        }
    }

    private Report.Rate bare() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                Commands.jars(
                                                Reader.PLUGIN
                                                        .toAbsolutePath()
                                                        .resolve("providers/debezium"),
                                                "data-engineering")
                                        + ":"
                                        + Reader.PLUGIN.toAbsolutePath()
                                        + "/lib/*",
                                "src/bench/java/BareConsumer.java",
                                servers.bootstrapServers(),
                                "workflow-connect",
                                String.valueOf(rows))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        boolean ended = process.waitFor(Reader.PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("Kafka's consumer alone did not come to the end");
        }
        List<String> figures = List.of(process.inputReader().readLine().split(" ", -1));
        return new Report.Rate(
                Double.parseDouble(figures.get(0)), Double.parseDouble(figures.get(1)));
    }
}
