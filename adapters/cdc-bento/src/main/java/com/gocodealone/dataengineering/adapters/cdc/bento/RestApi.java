package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gocodealone.dataengineering.domain.Failure;

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

/** The REST API of a Bento in streams mode. Thread-safe. */
final class RestApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();
    private final URI base;
    private final String login;

    /**
     * @param login user:password; empty for none
     */
    private RestApi(URI base, String login) {
        this.base = base;
        this.login = login;
    }

    /**
     * @param url which may hold a login
     */
    static RestApi at(String url) {
        URI given = URI.create(url);
        String login = given.getUserInfo() == null ? "" : given.getUserInfo();
        String authority = given.getRawAuthority();
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return new RestApi(URI.create(given.getScheme() + "://" + host), login);
    }

    /** Whether it answers at all. */
    boolean isUp() throws InterruptedException {
        try {
            return send("GET", "/ping", BodyPublishers.noBody()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether all inputs and outputs are connected. */
    boolean isReady() throws IOException, InterruptedException {
        return send("GET", "/ready", BodyPublishers.noBody()).statusCode() == OK;
    }

    /**
     * Begins a stream; one of the same name that is left over is replaced.
     *
     * @throws Failure INVALID when Bento does not take the configuration
     */
    void put(String stream, Map<String, ?> config) throws IOException, InterruptedException {
        BodyPublisher body = BodyPublishers.ofString(JSON.writeValueAsString(config));
        HttpResponse<String> answer = send("POST", "/streams/" + stream, body);
        if (answer.statusCode() == BAD_REQUEST && answer.body().contains("already exists")) {
            answer = send("PUT", "/streams/" + stream, body);
        }
        if (answer.statusCode() != OK) {
            throw new Failure(Failure.Kind.INVALID, reason(answer));
        }
    }

    private static String reason(HttpResponse<String> answer) {
        try {
            JsonNode lints = JSON.readTree(answer.body()).path("lint_errors");
            return lints.isMissingNode() ? answer.body() : lints.toString();
        } catch (JsonProcessingException e) {
            return answer.body();
        }
    }

    void delete(String stream) throws IOException, InterruptedException {
        send("DELETE", "/streams/" + stream, BodyPublishers.noBody());
    }

    boolean isActive(String stream) throws IOException, InterruptedException {
        return json("/streams").path(stream).path("active").asBoolean(false);
    }

    /** The stream's metrics: names with labels. */
    JsonNode metrics(String stream) throws IOException, InterruptedException {
        return json("/streams/" + stream + "/stats");
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(send("GET", path, BodyPublishers.noBody()).body());
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).method(method, body);
        if (!login.isEmpty()) {
            byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
            String encoded = Base64.getEncoder().encodeToString(bytes);
            request.setHeader("Authorization", "Basic " + encoded);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
