package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.AwsCall;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.StreamRecord;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** One Kinesis stream, as its API shows it. Thread-safe. */
public final class DataStream {
    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(2);

    private final KinesisClient client;
    private final String arn;

    public DataStream(KinesisClient client, String arn) {
        this.client = client;
        this.arn = arn;
    }

    /**
     * What a stream is.
     *
     * @param incarnation tells a stream from one of the same name that was there before it
     * @param retention how long it keeps a record
     * @param now what its clock says
     */
    public record Summary(String incarnation, Duration retention, Instant now) {}

    public String arn() {
        return arn;
    }

    /**
     * @throws Failure INVALID when there is no such stream, UNAVAILABLE when it is not active yet
     */
    public Summary summary() throws InterruptedException {
        DescribeStreamSummaryResponse answer =
                AwsCall.of(
                        "kinesis:DescribeStreamSummary",
                        () -> client.describeStreamSummary(request -> request.streamARN(arn)));
        StreamDescriptionSummary stream = answer.streamDescriptionSummary();
        boolean readable =
                stream.streamStatus() == StreamStatus.ACTIVE
                        || stream.streamStatus() == StreamStatus.UPDATING;
        if (!readable) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "the stream %s is %s".formatted(arn, stream.streamStatusAsString()));
        }
        return new Summary(
                arn + "@" + stream.streamCreationTimestamp().getEpochSecond(),
                Duration.ofHours(stream.retentionPeriodHours()),
                clock(answer));
    }

    /** Its clock, where that differs from ours by more than the answer can tell. */
    private static Instant clock(DescribeStreamSummaryResponse answer) {
        Instant ours = Instant.now();
        try {
            return answer.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
                    .filter(
                            theirs ->
                                    Duration.between(theirs, ours).abs().compareTo(CLOCKS_AGREE)
                                            > 0)
                    .orElse(ours);
        } catch (DateTimeParseException unlike) {
            return ours;
        }
    }

    /** All shards that still hold records, or may. */
    List<Shard> shards() throws InterruptedException {
        List<Shard> shards = new ArrayList<>();
        String token = null;
        do {
            ListShardsResponse page = shardsFrom(token);
            shards.addAll(page.shards());
            token = page.nextToken();
        } while (token != null);
        return shards;
    }

    private ListShardsResponse shardsFrom(@Nullable String token) throws InterruptedException {
        return AwsCall.of(
                "kinesis:ListShards",
                () ->
                        client.listShards(
                                request ->
                                        request.streamARN(token == null ? arn : null)
                                                .nextToken(token)));
    }

    /** A way to read {@code shard} from {@code place} on; good for five minutes. */
    String iterator(String shard, Place place) throws InterruptedException {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().streamARN(arn).shardId(shard);
        switch (place) {
            case Place.After after ->
                    request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                            .startingSequenceNumber(after.sequence());
            case Place.Since since ->
                    request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                            .timestamp(since.instant());
            case Place.Oldest oldest -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
        }
        return AwsCall.of(
                        "kinesis:GetShardIterator", () -> client.getShardIterator(request.build()))
                .shardIterator();
    }

    /**
     * The records at {@code iterator}; the SDK's own exceptions say that it is too old or that too
     * much is read.
     */
    GetRecordsResponse read(String iterator, int limit) {
        return client.getRecords(
                request -> request.streamARN(arn).shardIterator(iterator).limit(limit));
    }

    static StreamRecord record(String shard, Record record) {
        return new StreamRecord(
                shard,
                record.sequenceNumber(),
                record.approximateArrivalTimestamp(),
                record.data().asByteArrayUnsafe());
    }
}
