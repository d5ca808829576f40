package com.gocodealone.dataengineering.adapters.testing.kafka;

import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.testing.TcpProxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A real Kafka of one broker and a real Kafka Connect of one worker with Debezium, behind a network
 * that can be cut: the two talk to each other past it. Thread-safe.
 */
public final class KafkaConnect implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int rest;
    private final TcpProxy restNetwork;
    private final TcpProxy brokerNetwork;
    private final JavaProcess broker;
    private final JavaProcess worker;
    private final int inside;

    private KafkaConnect(Path folder) throws IOException {
        int outside = freePort();
        int controller = freePort();
        inside = freePort();
        rest = freePort();
        restNetwork = TcpProxy.to(rest);
        brokerNetwork = TcpProxy.to(outside);
        broker =
                JavaProcess.start(
                        BrokerMain.class.getName(),
                        folder.resolve("broker"),
                        broker(folder.resolve("broker"), outside, controller));
        worker = JavaProcess.start(WorkerMain.class.getName(), folder.resolve("worker"), worker());
    }

    /** Servers whose files are in {@code folder}; returns once they answer. */
    public static KafkaConnect start(Path folder) throws IOException {
        KafkaConnect servers = new KafkaConnect(folder);
        boolean up = false;
        try {
            servers.awaitWorker();
            up = true;
            return servers;
        } finally {
            if (!up) {
                servers.close();
            }
        }
    }

    private Map<String, String> broker(Path folder, int outside, int controller) {
        String listeners =
                "INSIDE://127.0.0.1:%d,OUTSIDE://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(inside, outside, controller);
        String advertised =
                "INSIDE://127.0.0.1:%d,OUTSIDE://127.0.0.1:%d"
                        .formatted(inside, brokerNetwork.port());
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("controller.quorum.bootstrap.servers", "127.0.0.1:" + controller),
                Map.entry("listeners", listeners),
                Map.entry("advertised.listeners", advertised),
                Map.entry("inter.broker.listener.name", "INSIDE"),
                Map.entry(
                        "listener.security.protocol.map",
                        "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", folder.resolve("data").toString()),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "8388608"));
    }

    private Map<String, String> worker() {
        return Map.ofEntries(
                Map.entry("bootstrap.servers", "127.0.0.1:%d".formatted(inside)),
                Map.entry("group.id", "connect"),
                Map.entry("listeners", "http://127.0.0.1:" + rest),
                Map.entry("config.storage.topic", "connect-configs"),
                Map.entry("offset.storage.topic", "connect-offsets"),
                Map.entry("status.storage.topic", "connect-status"),
                Map.entry("config.storage.replication.factor", "1"),
                Map.entry("offset.storage.replication.factor", "1"),
                Map.entry("status.storage.replication.factor", "1"),
                Map.entry("offset.storage.partitions", "1"),
                Map.entry("status.storage.partitions", "1"),
                Map.entry("offset.flush.interval.ms", "1000"),
                Map.entry("scheduled.rebalance.max.delay.ms", "0"),
                Map.entry("plugin.discovery", "service_load"),
                Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitWorker() {
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(this::isUp);
    }

    private boolean isUp() throws IOException, InterruptedException {
        for (JavaProcess process : new JavaProcess[] {broker, worker}) {
            if (!process.isAlive()) {
                throw new IllegalStateException("a server ended: " + process.lastWords());
            }
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI connectors = URI.create("http://127.0.0.1:%d/connectors".formatted(rest));
            HttpRequest request = HttpRequest.newBuilder(connectors).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where Kafka Connect's REST API is, through the network. */
    public String url() {
        return "http://127.0.0.1:%d".formatted(restNetwork.port());
    }

    /** Where Kafka is, through the network. */
    public String bootstrapServers() {
        return "127.0.0.1:%d".formatted(brokerNetwork.port());
    }

    /** How many connections go through the network. */
    public int connections() {
        return restNetwork.connections() + brokerNetwork.connections();
    }

    /** Resets every connection through the network, and every new one. */
    public void cut() {
        restNetwork.cut();
        brokerNetwork.cut();
    }

    public void heal() {
        restNetwork.heal();
        brokerNetwork.heal();
    }

    @Override
    public void close() {
        worker.close();
        broker.close();
        restNetwork.close();
        brokerNetwork.close();
    }
}
