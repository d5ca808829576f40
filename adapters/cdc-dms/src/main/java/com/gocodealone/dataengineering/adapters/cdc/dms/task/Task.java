package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.AwsCall;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;
import software.amazon.awssdk.services.databasemigration.model.TableToReload;

import java.time.Duration;
import java.util.List;

/** One DMS task, as its API shows it. Thread-safe. */
public final class Task {
    private final DatabaseMigrationClient client;
    private final String arn;

    public Task(DatabaseMigrationClient client, String arn) {
        this.client = client;
        this.arn = arn;
    }

    public String arn() {
        return arn;
    }

    /**
     * @throws Failure INVALID when there is no such task
     */
    TaskState state() throws InterruptedException {
        List<ReplicationTask> tasks =
                AwsCall.of(
                                "dms:DescribeReplicationTasks",
                                () ->
                                        client.describeReplicationTasks(
                                                request ->
                                                        request.filters(
                                                                filter(
                                                                        "replication-task-arn",
                                                                        arn))))
                        .replicationTasks();
        if (tasks.isEmpty()) {
            throw new Failure(Failure.Kind.INVALID, "there is no DMS task " + arn);
        }
        return TaskState.of(tasks.getFirst());
    }

    /** The endpoint that the task writes to. */
    Endpoint endpoint(String endpointArn) throws InterruptedException {
        List<Endpoint> endpoints =
                AwsCall.of(
                                "dms:DescribeEndpoints",
                                () ->
                                        client.describeEndpoints(
                                                request ->
                                                        request.filters(
                                                                filter(
                                                                        "endpoint-arn",
                                                                        endpointArn))))
                        .endpoints();
        if (endpoints.isEmpty()) {
            throw new Failure(Failure.Kind.INVALID, "there is no DMS endpoint " + endpointArn);
        }
        return endpoints.getFirst();
    }

    /** The name of the replication instance {@code instanceArn}. */
    String instanceName(String instanceArn) throws InterruptedException {
        return AwsCall.of(
                        "dms:DescribeReplicationInstances",
                        () ->
                                client.describeReplicationInstances(
                                        request ->
                                                request.filters(
                                                        filter(
                                                                "replication-instance-arn",
                                                                instanceArn))))
                .replicationInstances()
                .stream()
                .map(ReplicationInstance::replicationInstanceIdentifier)
                .findFirst()
                .orElseThrow(
                        () ->
                                new Failure(
                                        Failure.Kind.INVALID,
                                        "there is no replication instance " + instanceArn));
    }

    void start(StartReplicationTaskTypeValue type) throws InterruptedException {
        AwsCall.of(
                "dms:StartReplicationTask",
                () ->
                        client.startReplicationTask(
                                request ->
                                        request.replicationTaskArn(arn)
                                                .startReplicationTaskType(type)));
    }

    void stop() throws InterruptedException {
        AwsCall.of(
                "dms:StopReplicationTask",
                () -> client.stopReplicationTask(request -> request.replicationTaskArn(arn)));
    }

    /** Stops it where it runs, deletes it, and waits until it is gone. */
    void delete(Duration pause) throws InterruptedException {
        boolean told = false;
        for (TaskState now = find(); now != null; now = find()) {
            if (now.is("running")) {
                stop();
            } else if (now.isDown() && !told) {
                told = true;
                AwsCall.of(
                        "dms:DeleteReplicationTask",
                        () ->
                                client.deleteReplicationTask(
                                        request -> request.replicationTaskArn(arn)));
            }
            Thread.sleep(pause);
        }
    }

    private @Nullable TaskState find() throws InterruptedException {
        try {
            return state();
        } catch (Failure failure) {
            if (failure.getCause() instanceof ResourceNotFoundException) {
                return null;
            }
            throw failure;
        }
    }

    /** Has the rows of {@code tables} read again while the task runs. */
    void reload(List<TableId> tables) throws InterruptedException {
        List<TableToReload> names =
                tables.stream()
                        .map(
                                table ->
                                        TableToReload.builder()
                                                .schemaName(table.schema())
                                                .tableName(table.name())
                                                .build())
                        .toList();
        AwsCall.of(
                "dms:ReloadTables",
                () ->
                        client.reloadTables(
                                request -> request.replicationTaskArn(arn).tablesToReload(names)));
    }

    /** What DMS counts, of each table. */
    List<TableStatistics> statistics() throws InterruptedException {
        return AwsCall.of(
                "dms:DescribeTableStatistics",
                () ->
                        client
                                .describeTableStatisticsPaginator(
                                        request -> request.replicationTaskArn(arn))
                                .stream()
                                .flatMap(page -> page.tableStatistics().stream())
                                .toList());
    }

    static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
