package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A client of AWS's JSON protocol, for services that look at no signature. Thread-safe. */
public final class AwsJson {
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();
    public static final String REGION = "eu-central-1";
    public static final String ACCOUNT = "123456789012";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI endpoint;
    private final String service;
    private final String target;

    private AwsJson(int port, String service, String target) {
        this.endpoint = URI.create("http://127.0.0.1:%d/".formatted(port));
        this.service = service;
        this.target = target;
    }

    public static AwsJson kinesis(int port) {
        return new AwsJson(port, "kinesis", "Kinesis_20131202");
    }

    public static AwsJson dms(int port) {
        return new AwsJson(port, "dms", "AmazonDMSv20160101");
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The answer of {@code operation}, whatever it is. */
    HttpResponse<byte[]> send(String operation, byte[] body) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", target + "." + operation)
                        .header("Authorization", authorization(service))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a form, for services that are older than JSON. */
    static void post(int port, String service, String form) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(port)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", authorization(service))
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        try {
            HttpResponse<String> response =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String authorization(String service) {
        return ("AWS4-HMAC-SHA256 Credential=test/20260101/%s/%s/aws4_request,"
                        + " SignedHeaders=host, Signature=0")
                .formatted(REGION, service);
    }

    /** The answer of {@code operation}, which must not be a refusal. */
    public JsonNode call(String operation, JsonNode parameters) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = send(operation, MAPPER.writeValueAsBytes(parameters));
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "%s: %d %s"
                                .formatted(
                                        operation,
                                        response.statusCode(),
                                        MAPPER.readTree(response.body())));
            }
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
