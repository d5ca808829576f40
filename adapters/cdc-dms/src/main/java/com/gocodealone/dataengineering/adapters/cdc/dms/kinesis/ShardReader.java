package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.AwsCall;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.StreamRecord;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads one shard to its end, on a thread of its own. */
final class ShardReader {
    private static final int LARGEST_LIMIT = 10_000;
    private static final long FIRST_GUESS_BYTES = 4096;
    private static final int PAGES_IN_MEMORY = 4;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 6;

    private final DataStream stream;
    private final String shard;
    private final Place start;
    private final PageQueue queue;
    private final Tips tips;
    private final Duration pause;
    private @Nullable String lastSequence;
    private long averageBytes = FIRST_GUESS_BYTES;

    ShardReader(DataStream stream, String shard, Place start, Reading reading) {
        this.stream = stream;
        this.shard = shard;
        this.start = start;
        this.queue = reading.queue();
        this.tips = reading.tips();
        this.pause = reading.pause();
    }

    void run() throws InterruptedException {
        String iterator = stream.iterator(shard, start);
        int refusals = 0;
        while (iterator != null) {
            queue.awaitRoom();
            switch (read(iterator)) {
                case Answer.Records records -> {
                    refusals = 0;
                    hand(records.response());
                    iterator = records.response().nextShardIterator();
                    Thread.sleep(pause);
                }
                case Answer.Expired _ -> iterator = stream.iterator(shard, place());
                case Answer.Throttled _ -> {
                    refusals++;
                    Thread.sleep(backoff(refusals));
                }
            }
        }
    }

    /** What a reading comes to. */
    private sealed interface Answer {
        record Records(GetRecordsResponse response) implements Answer {}

        record Expired() implements Answer {}

        record Throttled() implements Answer {}
    }

    private Answer read(String iterator) throws InterruptedException {
        return AwsCall.of(
                "kinesis:GetRecords",
                () -> {
                    try {
                        return new Answer.Records(stream.read(iterator, limit()));
                    } catch (ExpiredIteratorException waitedTooLong) {
                        return new Answer.Expired();
                    } catch (ProvisionedThroughputExceededException
                            | LimitExceededException
                            | KmsThrottlingException tooMuch) {
                        return new Answer.Throttled();
                    }
                });
    }

    private Place place() {
        return lastSequence == null ? start : new Place.After(lastSequence);
    }

    /** So many records that a few pages fill the queue. */
    private int limit() {
        long share = queue.maxBytes() / PAGES_IN_MEMORY / averageBytes;
        return Math.clamp(share, 1, LARGEST_LIMIT);
    }

    private static Duration backoff(int refusals) {
        Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS));
        return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    }

    private void hand(GetRecordsResponse answer) {
        List<StreamRecord> records = new ArrayList<>(answer.records().size());
        long bytes = 0;
        for (Record each : answer.records()) {
            StreamRecord record = DataStream.record(shard, each);
            records.add(record);
            bytes += record.data().length;
            lastSequence = record.sequence();
        }
        if (!records.isEmpty()) {
            averageBytes = Math.max(1, bytes / records.size());
        }
        boolean isEnd = answer.nextShardIterator() == null;
        Long behind = answer.millisBehindLatest();
        tips.read(shard, isEnd || behind == null ? 0 : behind, records.isEmpty());
        if (isEnd || !records.isEmpty()) {
            queue.put(new Page(shard, records, bytes, isEnd));
        }
    }
}
