package com.gocodealone.dataengineering.adapters.testing.kafka;

import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.gocodealone.dataengineering.adapters.testing.Certificate;
import com.gocodealone.dataengineering.adapters.testing.TcpProxy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/**
 * A real Kafka of one broker and a real Kafka Connect of one worker with Debezium, behind a network
 * that can be cut: the two talk to each other past it. Thread-safe.
 */
public final class KafkaConnect implements AutoCloseable {
    /** The user of servers that ask who somebody is. */
    public static final String USER = "ann";

    /** With what JAAS, JSON and properties have to quote. */
    public static final String PASSWORD = "ge\"he\\im;1";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ServerProperties.Ports ports;
    private final boolean secured;
    private final TcpProxy restNetwork;
    private final TcpProxy brokerNetwork;
    private final JavaProcess broker;
    private final JavaProcess worker;

    private KafkaConnect(Path folder, @Nullable Certificate certificate, boolean exactlyOnce)
            throws IOException {
        secured = certificate != null;
        int rest = freePort();
        int restOverTls = freePort();
        int listening = freePort();
        restNetwork = TcpProxy.to(secured ? restOverTls : rest);
        brokerNetwork = TcpProxy.to(listening);
        ports =
                new ServerProperties.Ports(
                        freePort(), listening, brokerNetwork.port(), freePort(), rest, restOverTls);
        ServerProperties properties = new ServerProperties(folder, ports, certificate, exactlyOnce);
        broker =
                JavaProcess.start(
                        BrokerMain.class.getName(), folder.resolve("broker"), properties.broker());
        worker =
                JavaProcess.start(
                        WorkerMain.class.getName(), folder.resolve("worker"), properties.worker());
    }

    /** Servers whose files are in {@code folder}; returns once they answer. */
    public static KafkaConnect start(Path folder) throws IOException {
        return up(new KafkaConnect(folder, null, false));
    }

    /**
     * Servers that speak TLS only and want {@link #USER} and {@link #PASSWORD}: Kafka as PLAIN or
     * SCRAM, Kafka Connect as basic authentication.
     */
    public static KafkaConnect secured(Path folder, Certificate certificate) throws IOException {
        return up(new KafkaConnect(folder, certificate, false));
    }

    /** Servers of which a worker that is killed leaves nothing twice in a topic. */
    public static KafkaConnect exactlyOnce(Path folder) throws IOException {
        return up(new KafkaConnect(folder, null, true));
    }

    private static KafkaConnect up(KafkaConnect servers) {
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
        try {
            return ask("GET", "/connectors").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Asks Kafka Connect something, past the network.
     *
     * @param path such as {@code /connectors/shop/pause}
     * @throws IOException when it is down
     */
    public HttpResponse<String> ask(String method, String path)
            throws IOException, InterruptedException {
        String user = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:%d%s".formatted(ports.rest(), path)))
                        .header("Authorization", "Basic " + user)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Kills the worker, and with it the task that reads the database. */
    public void killWorker() {
        worker.kill();
    }

    /** Starts the worker that was killed, and returns at once. */
    public void restartWorker() {
        worker.restart();
    }

    /** Where Kafka Connect's REST API is, through the network. */
    public String url() {
        String scheme = secured ? "https" : "http";
        return "%s://127.0.0.1:%d".formatted(scheme, restNetwork.port());
    }

    /** Where Kafka is, through the network. */
    public String bootstrapServers() {
        return "127.0.0.1:%d".formatted(brokerNetwork.port());
    }

    /** Where Kafka is for those who need no security, past the network. */
    public String insideServers() {
        return "127.0.0.1:%d".formatted(ports.inside());
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
