package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/** The parameters of each operation that the fake knows; the first ones are required. */
record Operations(List<String> required, List<String> optional) {
    private static final Map<String, Operations> ALL =
            Map.ofEntries(
                    Map.entry(
                            "CreateEndpoint",
                            new Operations(
                                    List.of("EndpointIdentifier", "EndpointType", "EngineName"),
                                    List.of(
                                            "DatabaseName",
                                            "KinesisSettings",
                                            "Password",
                                            "Port",
                                            "ServerName",
                                            "SslMode",
                                            "Username"))),
                    Map.entry("DeleteEndpoint", new Operations(List.of("EndpointArn"), List.of())),
                    Map.entry("DescribeConnections", describing()),
                    Map.entry("DescribeEndpoints", describing()),
                    Map.entry("DescribeReplicationInstances", describing()),
                    Map.entry("DescribeReplicationTasks", describing()),
                    Map.entry(
                            "CreateReplicationTask",
                            new Operations(
                                    List.of(
                                            "MigrationType",
                                            "ReplicationInstanceArn",
                                            "ReplicationTaskIdentifier",
                                            "SourceEndpointArn",
                                            "TableMappings",
                                            "TargetEndpointArn"),
                                    List.of("ReplicationTaskSettings"))),
                    Map.entry(
                            "StartReplicationTask",
                            new Operations(
                                    List.of("ReplicationTaskArn", "StartReplicationTaskType"),
                                    List.of())),
                    Map.entry(
                            "TestConnection",
                            new Operations(
                                    List.of("EndpointArn", "ReplicationInstanceArn"), List.of())),
                    Map.entry(
                            "StopReplicationTask",
                            new Operations(List.of("ReplicationTaskArn"), List.of())),
                    Map.entry(
                            "DeleteReplicationTask",
                            new Operations(List.of("ReplicationTaskArn"), List.of())),
                    Map.entry(
                            "DescribeTableStatistics",
                            new Operations(
                                    List.of("ReplicationTaskArn"),
                                    List.of("Filters", "Marker", "MaxRecords"))),
                    Map.entry(
                            "ReloadTables",
                            new Operations(
                                    List.of("ReplicationTaskArn", "TablesToReload"),
                                    List.of("ReloadOption"))));

    private static Operations describing() {
        return new Operations(
                List.of(), List.of("Filters", "Marker", "MaxRecords", "WithoutSettings"));
    }

    /** Refuses what the operation does not know, and what is missing. */
    static void check(String operation, JsonNode parameters) {
        Operations known = ALL.get(operation);
        if (known == null) {
            throw new Fault("UnknownOperationException", "no operation " + operation);
        }
        for (String name : known.required) {
            if (!parameters.hasNonNull(name)) {
                throw new Fault("InvalidParameterCombinationException", name + " is missing");
            }
        }
        for (var parameter : parameters.properties()) {
            boolean allowed =
                    known.required.contains(parameter.getKey())
                            || known.optional.contains(parameter.getKey());
            if (!allowed) {
                throw new Fault(
                        "SerializationException",
                        "%s has no parameter %s".formatted(operation, parameter.getKey()));
            }
        }
    }
}
