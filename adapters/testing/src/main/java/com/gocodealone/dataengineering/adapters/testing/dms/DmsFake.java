package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Not AWS DMS, but a fake of its dozen operations that are needed here: strict about parameters and
 * states, with tasks that move real changes of a real PostgreSQL into a real Kinesis API. It knows
 * of DMS only what its documentation says. Thread-safe.
 */
public final class DmsFake implements AutoCloseable {
    static final String ARN = "arn:aws:dms:%s:%s:".formatted(AwsJson.REGION, AwsJson.ACCOUNT);

    /** The one replication instance that there is. */
    public static final String INSTANCE_ARN = ARN + "rep:INSTANCE";

    public static final String INSTANCE_NAME = "the-instance";

    private final PostgresServer database;
    private final AwsJson kinesis;
    private final JsonServer server;
    private final Endpoints endpoints = new Endpoints();
    private final Map<String, FakeTask> tasks = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    private DmsFake(PostgresServer database, int kinesisPort) {
        this.database = database;
        this.kinesis = AwsJson.kinesis(kinesisPort);
        this.server = JsonServer.start("dms", this::answer);
    }

    /** A fake whose tasks read {@code database} and write to the Kinesis at {@code kinesisPort}. */
    public static DmsFake start(PostgresServer database, int kinesisPort) {
        return new DmsFake(database, kinesisPort);
    }

    public int port() {
        return server.port();
    }

    /** The operations that were called, with what tells them apart, since the fake started. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** From now on the caller has no right to {@code operation}. */
    public void deny(String operation) {
        denied.add(operation);
    }

    /** Lets a task fail by itself. */
    public void fail(String taskArn, String reason, String message) {
        task(taskArn).fail(reason, message);
    }

    public String status(String taskArn) {
        return task(taskArn).status();
    }

    /** The ARNs of all tasks and endpoints. */
    public List<String> things() {
        List<String> all = new ArrayList<>(tasks.keySet());
        all.addAll(endpoints.arns());
        return all;
    }

    /** Whether the task has moved everything that is committed by now. */
    public boolean isCaughtUp(String taskArn, String lsn) {
        return task(taskArn).hasMoved(Lsn.parse(lsn));
    }

    private ObjectNode answer(String operation, JsonNode parameters) {
        Operations.check(operation, parameters);
        if (denied.contains(operation)) {
            throw new Fault(
                    "AccessDeniedException", "User is not authorized to perform: dms:" + operation);
        }
        calls.add(operation + detail(parameters));
        return perform(operation, parameters);
    }

    private static String detail(JsonNode parameters) {
        String type = parameters.path("StartReplicationTaskType").asText();
        return type.isEmpty() ? "" : " " + type;
    }

    private ObjectNode perform(String operation, JsonNode parameters) {
        return switch (operation) {
            case "CreateEndpoint" -> endpoints.create((ObjectNode) parameters);
            case "DeleteEndpoint" -> deleteEndpoint(parameters.path("EndpointArn").asText());
            case "TestConnection" -> endpoints.test(parameters);
            case "DescribeConnections" -> endpoints.describeConnections(parameters);
            case "DescribeEndpoints" -> endpoints.describe(parameters);
            case "DescribeReplicationInstances" -> describeInstances();
            case "CreateReplicationTask" -> createTask((ObjectNode) parameters);
            case "DescribeReplicationTasks" -> describeTasks(parameters);
            case "StartReplicationTask" -> {
                FakeTask task = task(parameters);
                endpoints.requireTested(task.describe());
                task.start(parameters.path("StartReplicationTaskType").asText());
                yield described(task);
            }
            case "StopReplicationTask" -> {
                FakeTask task = task(parameters);
                task.stop();
                yield described(task);
            }
            case "DeleteReplicationTask" -> deleteTask(parameters);
            case "DescribeTableStatistics" -> statistics(parameters);
            case "ReloadTables" -> reload(parameters);
            default -> throw new IllegalStateException(operation);
        };
    }

    private static ObjectNode described(FakeTask task) {
        return AwsJson.object().set("ReplicationTask", task.describe());
    }

    private ObjectNode deleteEndpoint(String arn) {
        boolean used =
                tasks.values().stream()
                        .map(FakeTask::describe)
                        .anyMatch(task -> task.toString().contains("\"" + arn + "\""));
        if (used) {
            throw new Fault("InvalidResourceStateFault", "a task uses " + arn);
        }
        return endpoints.delete(arn);
    }

    private static ObjectNode describeInstances() {
        ObjectNode instance = AwsJson.object();
        instance.put("ReplicationInstanceArn", INSTANCE_ARN);
        instance.put("ReplicationInstanceIdentifier", INSTANCE_NAME);
        return Filters.listed("ReplicationInstances", List.of(instance));
    }

    private ObjectNode createTask(ObjectNode facts) {
        String arn =
                ARN
                        + "task:"
                        + facts.path("ReplicationTaskIdentifier").asText().toUpperCase(Locale.ROOT);
        ObjectNode target = endpoints.get(facts.path("TargetEndpointArn").asText());
        if (target == null
                || endpoints.get(facts.path("SourceEndpointArn").asText()) == null
                || !facts.path("ReplicationInstanceArn").asText().equals(INSTANCE_ARN)) {
            throw new Fault("ResourceNotFoundFault", "an endpoint or the instance is not there");
        }
        facts.put("ReplicationTaskArn", arn);
        String stream = target.path("KinesisSettings").path("StreamArn").asText();
        FakeTask task = new FakeTask(database, kinesis, stream, facts);
        if (tasks.putIfAbsent(arn, task) != null) {
            throw new Fault("ResourceAlreadyExistsFault", "there is a task " + arn);
        }
        return described(task);
    }

    private ObjectNode describeTasks(JsonNode parameters) {
        return Filters.listed(
                "ReplicationTasks",
                tasks.values().stream()
                        .map(FakeTask::describe)
                        .filter(
                                task ->
                                        Filters.matches(
                                                parameters,
                                                Map.of(
                                                        "replication-task-arn",
                                                        task.path("ReplicationTaskArn").asText(),
                                                        "replication-task-id",
                                                        task.path("ReplicationTaskIdentifier")
                                                                .asText())))
                        .toList());
    }

    private ObjectNode deleteTask(JsonNode parameters) {
        FakeTask task = task(parameters);
        task.delete();
        tasks.remove(parameters.path("ReplicationTaskArn").asText());
        return described(task);
    }

    private ObjectNode statistics(JsonNode parameters) {
        ObjectNode answer = AwsJson.object();
        answer.set("TableStatistics", task(parameters).statistics());
        return answer;
    }

    private ObjectNode reload(JsonNode parameters) {
        List<List<String>> tables = new ArrayList<>();
        parameters
                .path("TablesToReload")
                .forEach(
                        table ->
                                tables.add(
                                        List.of(
                                                table.path("SchemaName").asText(),
                                                table.path("TableName").asText())));
        task(parameters).reload(tables);
        return AwsJson.object()
                .put("ReplicationTaskArn", parameters.path("ReplicationTaskArn").asText());
    }

    private FakeTask task(JsonNode parameters) {
        return task(parameters.path("ReplicationTaskArn").asText());
    }

    private FakeTask task(String arn) {
        FakeTask task = tasks.get(arn);
        if (task == null) {
            throw new Fault("ResourceNotFoundFault", "no task " + arn);
        }
        return task;
    }

    /** Ends every task where it is, and lets go of what each keeps in the database. */
    @Override
    public void close() {
        server.close();
        for (FakeTask task : tasks.values()) {
            task.fail("Stop Reason NORMAL", "");
            task.delete();
        }
    }

    /** Where the database's log stands. */
    public String lsn() throws SQLException {
        return String.valueOf(database.query("SELECT pg_current_wal_lsn()::text").getFirst());
    }
}
