package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.TcpProxy;

import org.awaitility.Awaitility;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small AWS on this machine, with a network before it that can be cut. Its tasks read one
 * PostgreSQL. Thread-safe.
 */
public final class AwsSandbox implements AutoCloseable {
    public static final String ACCESS_KEY = "AKIATEST";
    public static final String SECRET_KEY = "quite-secret";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Moto moto;
    private final KinesisFront kinesis;
    private final DmsFake dms;
    private final TcpProxy toKinesis;
    private final TcpProxy toDms;
    private final TcpProxy toMoto;

    private AwsSandbox(PostgresServer database) {
        this.moto = Moto.start();
        this.kinesis = KinesisFront.before(moto.port());
        this.dms = DmsFake.start(database, kinesis.port());
        this.toKinesis = TcpProxy.to(kinesis.port());
        this.toDms = TcpProxy.to(dms.port());
        this.toMoto = TcpProxy.to(moto.port());
    }

    /** {@link Moto#obstacle} has to be empty. */
    public static AwsSandbox start(PostgresServer database) {
        return new AwsSandbox(database);
    }

    public DmsFake dms() {
        return dms;
    }

    public KinesisFront kinesis() {
        return kinesis;
    }

    /** The options with which a source reaches it, without the task's own. */
    public Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("region", AwsJson.REGION);
        options.put("access_key_id", ACCESS_KEY);
        options.put("secret_access_key", SECRET_KEY);
        options.put("endpoint_urls", endpoints());
        options.put("poll_interval", "50ms");
        options.put("status_interval", "200ms");
        return options;
    }

    private Map<String, Object> endpoints() {
        return Map.of(
                "kinesis", url(toKinesis),
                "dms", url(toDms),
                "cloudwatch", url(toMoto),
                "sts", url(toMoto));
    }

    private static String url(TcpProxy proxy) {
        return "http://127.0.0.1:" + proxy.port();
    }

    /** Makes a stream and says its ARN. */
    public String createStream(String name, int shards) throws InterruptedException {
        ObjectNode stream = AwsJson.object().put("StreamName", name);
        kinesis.client().call("CreateStream", stream.put("ShardCount", shards));
        return "arn:aws:kinesis:%s:%s:stream/%s".formatted(AwsJson.REGION, AwsJson.ACCOUNT, name);
    }

    /**
     * Makes a task, set as the provider's page says, that does not run yet.
     *
     * @param table that it reads, with its schema
     * @return its ARN
     */
    public String createTask(String name, String table, String migrationType, String streamArn)
            throws InterruptedException {
        AwsJson client = AwsJson.dms(dms.port());
        String source = name + "-source";
        ObjectNode origin = AwsJson.object().put("EndpointIdentifier", source);
        client.call(
                "CreateEndpoint",
                origin.put("EndpointType", "source").put("EngineName", "postgres"));
        ObjectNode target = AwsJson.object().put("EndpointIdentifier", name + "-target");
        target.put("EndpointType", "target").put("EngineName", "kinesis");
        target.putObject("KinesisSettings")
                .put("StreamArn", streamArn)
                .put("MessageFormat", "json-unformatted")
                .put("IncludeTransactionDetails", true)
                .put("IncludeControlDetails", true)
                .put("IncludeTableAlterOperations", true)
                .put("IncludeNullAndEmpty", true)
                .put("UseLargeIntegerValue", true);
        JsonNode made = client.call("CreateEndpoint", target);
        String targetArn = made.path("Endpoint").path("EndpointArn").asText();
        tryOut(client, arn("endpoint:" + source), targetArn);
        ObjectNode task = AwsJson.object().put("ReplicationTaskIdentifier", name);
        task.put("SourceEndpointArn", arn("endpoint:" + source));
        task.put("TargetEndpointArn", targetArn);
        task.put("ReplicationInstanceArn", DmsFake.INSTANCE_ARN);
        task.put("MigrationType", migrationType);
        task.put("TableMappings", mappings(table));
        task.put(
                "ReplicationTaskSettings",
                """
                {"BeforeImageSettings": {"EnableBeforeImage": true, "FieldName": "before-image",
                 "ColumnFilter": "all"}}
                """);
        return client.call("CreateReplicationTask", task)
                .path("ReplicationTask")
                .path("ReplicationTaskArn")
                .asText();
    }

    private static void tryOut(AwsJson client, String... endpoints) throws InterruptedException {
        for (String endpoint : endpoints) {
            ObjectNode request = AwsJson.object().put("EndpointArn", endpoint);
            client.call(
                    "TestConnection", request.put("ReplicationInstanceArn", DmsFake.INSTANCE_ARN));
        }
        client.call("DescribeConnections", AwsJson.object());
    }

    private static String arn(String name) {
        return "arn:aws:dms:%s:%s:%s".formatted(AwsJson.REGION, AwsJson.ACCOUNT, name);
    }

    private static String mappings(String table) {
        int dot = table.indexOf('.');
        return """
        {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
         "object-locator": {"schema-name": "%s", "table-name": "%s"},
         "rule-action": "include"}]}
        """
                .formatted(table.substring(0, dot), table.substring(dot + 1));
    }

    /** Starts a task for the first time, as somebody would in the console. */
    public void startTask(String arn) throws InterruptedException {
        ObjectNode request = AwsJson.object().put("ReplicationTaskArn", arn);
        AwsJson client = AwsJson.dms(dms.port());
        ObjectNode filter = AwsJson.object();
        filter.putArray("Filters")
                .addObject()
                .put("Name", "replication-task-arn")
                .putArray("Values")
                .add(arn);
        client.call("DescribeReplicationTasks", filter); // it is ready once it was looked at
        client.call(
                "StartReplicationTask",
                request.put("StartReplicationTaskType", "start-replication"));
        Awaitility.await().atMost(PATIENCE).until(() -> dms.status(arn).equals("running"));
    }

    /** Stops a task, as somebody would in the console. */
    public void stopTask(String arn) throws InterruptedException {
        AwsJson client = AwsJson.dms(dms.port());
        client.call("StopReplicationTask", AwsJson.object().put("ReplicationTaskArn", arn));
    }

    /** Tells CloudWatch how far a task is behind, as DMS does once a minute. */
    public void putLatency(String taskArn, int seconds) throws InterruptedException {
        String task = taskArn.substring(taskArn.lastIndexOf(':') + 1);
        LinkedHashMap<String, String> dimensions = new LinkedHashMap<>();
        dimensions.put("ReplicationInstanceIdentifier", DmsFake.INSTANCE_NAME);
        dimensions.put("ReplicationTaskIdentifier", task);
        moto.putMetric("AWS/DMS", "CDCLatencyTarget", dimensions, seconds);
    }

    /** Waits until {@code task} has written everything that is committed by now. */
    public void awaitMoved(String task) throws SQLException {
        String lsn = dms.lsn();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> dms.isCaughtUp(task, lsn));
    }

    /** Connections from whoever uses {@link #options}. */
    public int connections() {
        return toKinesis.connections() + toDms.connections() + toMoto.connections();
    }

    /** Cuts off whoever uses {@link #options}; the tasks go on. */
    public void cut() {
        List.of(toKinesis, toDms, toMoto).forEach(TcpProxy::cut);
    }

    public void heal() {
        List.of(toKinesis, toDms, toMoto).forEach(TcpProxy::heal);
    }

    @Override
    public void close() {
        List.of(toKinesis, toDms, toMoto).forEach(TcpProxy::close);
        dms.close();
        kinesis.close();
        moto.close();
    }
}
