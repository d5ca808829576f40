package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.Arn;
import com.gocodealone.dataengineering.adapters.cdc.dms.aws.AwsOptions;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.Blueprint;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.MigrationType;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/** The options of a source that this provider reads. */
record DmsOptions(
        @Doc("The DMS task that writes the changes; it is never deleted") @Nullable String taskArn,
        @Doc("Whether the task, and endpoints that are not named, are made when they are missing")
                @Default("false")
                boolean create,
        @Doc("The Kinesis stream that the task writes to; by default its target endpoint's")
                @Nullable String streamArn,
        @Doc("Whether a task that is not running is started or resumed when the source starts")
                @Default("true")
                boolean start,
        @Doc("Where reading begins when nothing was acknowledged: the oldest record, or the next")
                @Default("oldest")
                StartPosition startPosition,
        @Doc("The name that the task's BeforeImageSettings give the row before a change")
                @Default("before-image")
                String beforeImageField,
        @Doc("With create: the replication instance") @Nullable String replicationInstanceArn,
        @Doc("With create: the source endpoint; by default made from the connection")
                @Nullable String sourceEndpointArn,
        @Doc("With create: the Kinesis endpoint; by default made for stream_arn")
                @Nullable String targetEndpointArn,
        @Doc("With create and without target_endpoint_arn: the role with which DMS writes")
                @Nullable String serviceAccessRoleArn,
        @Doc("With create: whether rows that are there, changes, or both are read")
                @Default("full_load_and_cdc")
                MigrationType migrationType,
        @Doc("How long to wait between two readings of a shard; AWS allows five readings a second")
                @Default("200ms")
                Duration pollInterval,
        @Doc("How often the task is looked at") @Default("10s") Duration statusInterval,
        @Inline AwsOptions aws) {

    /** Where reading begins. */
    enum StartPosition {
        OLDEST,
        LATEST
    }

    private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);

    DmsOptions {
        Problems problems = new Problems();
        if ((taskArn == null) != create) {
            problems.add(
                    taskArn == null
                            ? "task_arn is required, or create: true to have a task made"
                            : "task_arn and create: true exclude each other");
        }
        checkArn("task_arn", "dms", taskArn, problems);
        checkArn("stream_arn", "kinesis", streamArn, problems);
        checkArn("replication_instance_arn", "dms", replicationInstanceArn, problems);
        checkArn("source_endpoint_arn", "dms", sourceEndpointArn, problems);
        checkArn("target_endpoint_arn", "dms", targetEndpointArn, problems);
        checkArn("service_access_role_arn", "iam", serviceAccessRoleArn, problems);
        if (create && replicationInstanceArn == null) {
            problems.add("create: true needs replication_instance_arn");
        }
        boolean makesTarget = create && targetEndpointArn == null;
        if (makesTarget && (streamArn == null || serviceAccessRoleArn == null)) {
            problems.add(
                    "create: true needs target_endpoint_arn, or stream_arn and"
                            + " service_access_role_arn to have that endpoint made");
        }
        if (pollInterval.compareTo(SHORTEST_POLL) < 0) {
            problems.add("poll_interval is shorter than 1ms");
        }
        if (statusInterval.compareTo(SHORTEST_LOOK) < 0) {
            problems.add("status_interval is shorter than 10ms");
        }
        problems.throwIfAny();
    }

    private static void checkArn(
            String key, String service, @Nullable String arn, Problems problems) {
        if (arn != null && !Arn.isOf(service, arn)) {
            problems.add(
                    "%s \"%s\" is not an ARN such as arn:aws:%s:eu-central-1:123456789012:..."
                            .formatted(key, arn, service));
        }
    }

    /** The ARN that says where all this is. */
    @Nullable String anyArn() {
        return taskArn != null ? taskArn : replicationInstanceArn;
    }

    /**
     * What the task of {@code source} is made of, with create.
     *
     * @throws Failure INVALID when there is neither a source endpoint nor a connection for one
     */
    Blueprint blueprint(SourceSpec source) {
        Blueprint.Target target =
                targetEndpointArn == null
                        ? new Blueprint.Target(need(streamArn), need(serviceAccessRoleArn))
                        : null;
        return new Blueprint(
                name(source.sourceId()),
                need(replicationInstanceArn),
                new Blueprint.Side<>(
                        sourceEndpointArn,
                        sourceEndpointArn == null ? Connection.of(source) : null),
                new Blueprint.Side<>(targetEndpointArn, target),
                migrationType,
                source.tables(),
                beforeImageField);
    }

    private static String need(@Nullable String option) {
        return Objects.requireNonNull(option, "the options were checked");
    }

    /** DMS allows letters, digits and single hyphens. */
    private static String name(String sourceId) {
        String words = sourceId.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        return "data-engineering-%s-%08x".formatted(words, sourceId.hashCode());
    }
}
