package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import javax.net.ssl.SSLHandshakeException;

/** Kafka Connect's REST API, for one connector. Thread-safe. */
final class RestApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int NO_CONTENT = 300;
    private static final int INVALID = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int REBALANCING = 409;

    private final Setup setup;
    private final String root;
    private final HttpClient client;

    RestApi(Setup setup) {
        this.setup = setup;
        this.root = setup.connect() + "/connectors/" + setup.name();
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(setup.options().connectTimeout());
        String roots = setup.options().restCa();
        this.client =
                (roots == null ? builder : builder.sslContext(Trust.in("rest_ca", roots))).build();
    }

    /** What is at {@code path} of the connector; null when there is nothing. */
    @Nullable JsonNode get(String path) throws InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    /** Nothing happens where the connector is gone. */
    void call(String method, String path) throws InterruptedException {
        send(method, path, BodyPublishers.noBody());
    }

    void put(String path, Map<String, String> body) throws InterruptedException {
        try {
            send("PUT", path, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A cluster that is dividing its work anew is asked again for a while. */
    private @Nullable JsonNode send(String method, String path, BodyPublisher body)
            throws InterruptedException {
        long deadline = System.nanoTime() + setup.options().connectTimeout().toNanos();
        HttpResponse<byte[]> response = exchange(method, path, body);
        while (response.statusCode() == REBALANCING && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            response = exchange(method, path, body);
        }
        if (response.statusCode() == NOT_FOUND) {
            return null;
        }
        if (response.statusCode() >= NO_CONTENT) {
            throw refused(response);
        }
        return read(response.body());
    }

    private HttpResponse<byte[]> exchange(String method, String path, BodyPublisher body)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .timeout(setup.options().connectTimeout())
                        .header("Content-Type", "application/json")
                        .method(method, body);
        String user = setup.options().username();
        if (user != null) {
            byte[] both =
                    (user + ":" + setup.options().password()).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (SSLHandshakeException e) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    ("Kafka Connect at %s shows a certificate that is not trusted, or is another"
                                    + " host's: name its authority in options.rest_ca")
                            .formatted(setup.connect()),
                    e);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "Kafka Connect at %s does not answer (%s)"
                            .formatted(setup.connect(), e.getClass().getSimpleName()),
                    e);
        }
    }

    private JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "%s does not answer as Kafka Connect does".formatted(setup.connect()),
                    e);
        }
    }

    private Failure refused(HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case UNAUTHORIZED, FORBIDDEN ->
                    new Failure(
                            Failure.Kind.INVALID,
                            "Kafka Connect refuses options.username and options.password");
            case INVALID ->
                    new Failure(
                            Failure.Kind.INVALID,
                            "Kafka Connect refuses the connector: " + message(response.body()));
            default ->
                    new Failure(
                            Failure.Kind.UNAVAILABLE,
                            "Kafka Connect answers %d: %s"
                                    .formatted(response.statusCode(), message(response.body())));
        };
    }

    private String message(byte[] body) {
        try {
            String said = JSON.readTree(body).path("message").asText("");
            return setup.redact(said.replaceAll("\\s+", " ").strip());
        } catch (IOException e) {
            return "no reason";
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
