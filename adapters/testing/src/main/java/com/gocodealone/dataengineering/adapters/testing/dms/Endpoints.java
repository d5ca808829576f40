package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The endpoints of the fake, and whether they were tried. Thread-safe. */
final class Endpoints {
    private final Map<String, ObjectNode> endpoints = new ConcurrentHashMap<>();
    private final Map<String, String> connections = new ConcurrentHashMap<>();

    Set<String> arns() {
        return Set.copyOf(endpoints.keySet());
    }

    @Nullable ObjectNode get(String arn) {
        return endpoints.get(arn);
    }

    ObjectNode create(ObjectNode endpoint) {
        String arn = DmsFake.ARN + "endpoint:" + endpoint.path("EndpointIdentifier").asText();
        endpoint.remove("Password"); // nobody is told
        endpoint.put("EndpointArn", arn).put("Status", "active");
        if (endpoints.putIfAbsent(arn, endpoint) != null) {
            throw new Fault("ResourceAlreadyExistsFault", "there is an endpoint " + arn);
        }
        return AwsJson.object().set("Endpoint", endpoint);
    }

    ObjectNode test(JsonNode parameters) {
        String arn = parameters.path("EndpointArn").asText();
        if (!endpoints.containsKey(arn)) {
            throw new Fault("ResourceNotFoundFault", "no endpoint " + arn);
        }
        connections.put(arn, "testing");
        return AwsJson.object().set("Connection", connection(arn, "testing"));
    }

    /** A test is over once somebody has asked for its outcome. */
    ObjectNode describeConnections(JsonNode parameters) {
        List<ObjectNode> found = new ArrayList<>();
        connections.forEach(
                (arn, status) -> {
                    if (Filters.matches(parameters, Map.of("endpoint-arn", arn))) {
                        found.add(connection(arn, status));
                    }
                });
        connections.replaceAll((arn, status) -> "successful");
        return Filters.listed("Connections", found);
    }

    private static ObjectNode connection(String arn, String status) {
        ObjectNode connection = AwsJson.object().put("EndpointArn", arn);
        return connection.put("ReplicationInstanceArn", DmsFake.INSTANCE_ARN).put("Status", status);
    }

    void requireTested(JsonNode task) {
        for (String side : List.of("SourceEndpointArn", "TargetEndpointArn")) {
            if (!"successful".equals(connections.get(task.path(side).asText()))) {
                throw new Fault(
                        "InvalidResourceStateFault",
                        "Test connection for replication instance and endpoint should be"
                                + " successful for starting the replication task");
            }
        }
    }

    ObjectNode delete(String arn) {
        ObjectNode endpoint = endpoints.remove(arn);
        if (endpoint == null) {
            throw new Fault("ResourceNotFoundFault", "no endpoint " + arn);
        }
        return AwsJson.object().set("Endpoint", endpoint);
    }

    ObjectNode describe(JsonNode parameters) {
        return Filters.listed(
                "Endpoints",
                endpoints.values().stream()
                        .filter(
                                endpoint ->
                                        Filters.matches(
                                                parameters,
                                                Map.of(
                                                        "endpoint-arn",
                                                        endpoint.path("EndpointArn").asText(),
                                                        "endpoint-id",
                                                        endpoint.path("EndpointIdentifier")
                                                                .asText())))
                        .toList());
    }
}
