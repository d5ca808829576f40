package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.AwsCall;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.CreateEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.MessageFormatValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The task and the endpoints that a source has made for itself. Used by one thread. */
public final class OwnTask {
    private static final Logger LOG = LoggerFactory.getLogger(OwnTask.class);
    private static final String TASK = "dms.made.task";
    private static final String ORIGIN = "dms.made.source_endpoint";
    private static final String TARGET = "dms.made.target_endpoint";

    private final DatabaseMigrationClient client;
    private final StateStore state;
    private final Duration pause;

    /**
     * @param state where it is remembered what was made
     * @param pause between two looks at something that takes time
     */
    public OwnTask(DatabaseMigrationClient client, StateStore state, Duration pause) {
        this.client = client;
        this.state = state;
        this.pause = pause;
    }

    /**
     * The task of {@code blueprint}, made when it was not yet. What one attempt made the next one
     * uses.
     *
     * @return its ARN
     * @throws Failure INVALID also when an endpoint does not reach what it is for
     */
    public String arn(Blueprint blueprint) throws InterruptedException {
        String made = state.get(TASK);
        if (made != null) {
            return made;
        }
        Blueprint.Database database = blueprint.database().plan();
        String origin =
                database == null
                        ? Objects.requireNonNull(blueprint.database().endpointArn())
                        : endpoint(ORIGIN, blueprint, origin(blueprint, database));
        Blueprint.Target target = blueprint.target().plan();
        String end =
                target == null
                        ? Objects.requireNonNull(blueprint.target().endpointArn())
                        : endpoint(TARGET, blueprint, target(blueprint, target));
        String arn = create(blueprint, origin, end);
        state.put(Map.of(TASK, arn));
        LOG.info("the task {} was made", arn);
        return arn;
    }

    private String create(Blueprint blueprint, String origin, String target)
            throws InterruptedException {
        return AwsCall.of(
                        "dms:CreateReplicationTask",
                        () ->
                                client.createReplicationTask(
                                        request ->
                                                request.replicationTaskIdentifier(blueprint.name())
                                                        .replicationInstanceArn(
                                                                blueprint.instanceArn())
                                                        .sourceEndpointArn(origin)
                                                        .targetEndpointArn(target)
                                                        .migrationType(blueprint.type().value())
                                                        .tableMappings(
                                                                Mappings.of(blueprint.tables()))
                                                        .replicationTaskSettings(
                                                                Mappings.settings(
                                                                        blueprint
                                                                                .beforeImageField()))))
                .replicationTask()
                .replicationTaskArn();
    }

    private static CreateEndpointRequest origin(Blueprint blueprint, Blueprint.Database database) {
        return CreateEndpointRequest.builder()
                .endpointIdentifier(blueprint.name() + "-source")
                .endpointType(ReplicationEndpointTypeValue.SOURCE)
                .engineName(database.engine())
                .serverName(database.host())
                .port(database.port())
                .databaseName(database.name())
                .username(database.user())
                .password(database.password())
                .sslMode(database.sslMode())
                .build();
    }

    private static CreateEndpointRequest target(Blueprint blueprint, Blueprint.Target target) {
        return CreateEndpointRequest.builder()
                .endpointIdentifier(blueprint.name() + "-target")
                .endpointType(ReplicationEndpointTypeValue.TARGET)
                .engineName("kinesis")
                .kinesisSettings(
                        settings ->
                                settings.streamArn(target.streamArn())
                                        .serviceAccessRoleArn(target.roleArn())
                                        .messageFormat(MessageFormatValue.JSON_UNFORMATTED)
                                        .includeTransactionDetails(true)
                                        .includeControlDetails(true)
                                        .includeTableAlterOperations(true)
                                        .includeNullAndEmpty(true)
                                        .useLargeIntegerValue(true))
                .build();
    }

    /** An endpoint that was made and reaches what it is for. */
    private String endpoint(String key, Blueprint blueprint, CreateEndpointRequest request)
            throws InterruptedException {
        String arn = state.get(key);
        if (arn == null) {
            arn =
                    AwsCall.of("dms:CreateEndpoint", () -> client.createEndpoint(request))
                            .endpoint()
                            .endpointArn();
            state.put(Map.of(key, arn));
        }
        test(blueprint.instanceArn(), arn);
        return arn;
    }

    /** DMS starts no task whose endpoints were not tried. */
    private void test(String instanceArn, String endpointArn) throws InterruptedException {
        AwsCall.of(
                "dms:TestConnection",
                () ->
                        client.testConnection(
                                request ->
                                        request.replicationInstanceArn(instanceArn)
                                                .endpointArn(endpointArn)));
        Connection connection = connection(endpointArn);
        while (connection == null || "testing".equals(connection.status())) {
            Thread.sleep(pause);
            connection = connection(endpointArn);
        }
        if (!"successful".equals(connection.status())) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "the endpoint %s does not reach what it is for: %s"
                            .formatted(endpointArn, connection.lastFailureMessage()));
        }
    }

    private @Nullable Connection connection(String endpointArn) throws InterruptedException {
        return AwsCall.of(
                        "dms:DescribeConnections",
                        () ->
                                client.describeConnections(
                                        request ->
                                                request.filters(
                                                        Task.filter("endpoint-arn", endpointArn))))
                .connections()
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Whether the source has made something. */
    public static boolean hasMade(StateStore state) {
        return Stream.of(TASK, ORIGIN, TARGET).anyMatch(key -> state.get(key) != null);
    }

    /**
     * Deletes what this source made, and nothing else.
     *
     * @return what was deleted, in words
     */
    public List<String> delete() throws InterruptedException {
        List<String> deleted = new ArrayList<>();
        String task = state.get(TASK);
        if (task != null) {
            new Task(client, task).delete(pause);
            state.remove(TASK);
            deleted.add("the task " + task);
        }
        for (String key : List.of(ORIGIN, TARGET)) {
            String endpoint = state.get(key);
            if (endpoint != null) {
                AwsCall.of(
                        "dms:DeleteEndpoint",
                        () -> client.deleteEndpoint(request -> request.endpointArn(endpoint)));
                state.remove(key);
                deleted.add("the endpoint " + endpoint);
            }
        }
        return deleted;
    }
}
