package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.Arn;
import com.gocodealone.dataengineering.adapters.cdc.dms.aws.AwsCall;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** How far a task is behind its database, which only CloudWatch knows. */
final class Latency {
    private static final Duration LOOK_BACK = Duration.ofMinutes(10);
    private static final int PERIOD_SECONDS = 60;

    private final CloudWatchClient client;
    private final List<MetricDataQuery> queries;

    Latency(CloudWatchClient client, String instanceName, String taskArn) {
        this.client = client;
        List<Dimension> dimensions =
                List.of(
                        dimension("ReplicationInstanceIdentifier", instanceName),
                        dimension("ReplicationTaskIdentifier", Arn.name(taskArn)));
        this.queries =
                Stream.of("CDCLatencySource", "CDCLatencyTarget")
                        .map(metric -> query(metric, dimensions))
                        .toList();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static MetricDataQuery query(String metric, List<Dimension> dimensions) {
        return MetricDataQuery.builder()
                .id("m" + metric)
                .metricStat(
                        stat ->
                                stat.metric(
                                                of ->
                                                        of.namespace("AWS/DMS")
                                                                .metricName(metric)
                                                                .dimensions(dimensions))
                                        .period(PERIOD_SECONDS)
                                        .stat("Maximum"))
                .build();
    }

    /** The larger one of the latest figures; null when there is none. */
    @Nullable Duration newest() throws InterruptedException {
        Instant now = Instant.now();
        List<MetricDataResult> results =
                AwsCall.of(
                                "cloudwatch:GetMetricData",
                                () ->
                                        client.getMetricData(
                                                request ->
                                                        request.metricDataQueries(queries)
                                                                .startTime(now.minus(LOOK_BACK))
                                                                .endTime(
                                                                        now.plusSeconds(
                                                                                PERIOD_SECONDS))
                                                                .scanBy(
                                                                        ScanBy
                                                                                .TIMESTAMP_DESCENDING)))
                        .metricDataResults();
        return results.stream()
                .filter(result -> !result.values().isEmpty())
                .map(result -> Duration.ofMillis(Math.round(result.values().getFirst() * 1000)))
                .max(Duration::compareTo)
                .orElse(null);
    }
}
