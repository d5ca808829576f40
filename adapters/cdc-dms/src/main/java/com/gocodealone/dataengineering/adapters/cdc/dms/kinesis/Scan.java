package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.AwsCall;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.StreamRecord;

import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Reads what a stream keeps from before an instant, as far as a budget of time goes. */
public final class Scan {
    private static final int LIMIT = 1000;

    private final DataStream stream;
    private final Instant end;
    private final Consumer<StreamRecord> visitor;

    /**
     * @param end what arrived then or later is not wanted
     */
    public Scan(DataStream stream, Instant end, Consumer<StreamRecord> visitor) {
        this.stream = stream;
        this.end = end;
        this.visitor = visitor;
    }

    /**
     * Visits the records of every shard, in the shard's order.
     *
     * @return whether all were visited before the budget was spent
     */
    public boolean run(Duration budget) throws InterruptedException {
        long deadline = System.nanoTime() + budget.toNanos();
        boolean complete = true;
        for (Shard shard : stream.shards()) {
            complete &= visit(shard.shardId(), deadline);
        }
        return complete;
    }

    private boolean visit(String shard, long deadline) throws InterruptedException {
        String iterator = stream.iterator(shard, new Place.Oldest());
        while (iterator != null) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            String next = iterator;
            GetRecordsResponse answer =
                    AwsCall.of("kinesis:GetRecords", () -> stream.read(next, LIMIT));
            for (Record record : answer.records()) {
                visitor.accept(DataStream.record(shard, record));
            }
            iterator = isOver(answer) ? null : answer.nextShardIterator();
        }
        return true;
    }

    private boolean isOver(GetRecordsResponse answer) {
        boolean atTheTip = answer.records().isEmpty() && answer.millisBehindLatest() == 0;
        boolean beyond =
                !answer.records().isEmpty()
                        && !answer.records().getLast().approximateArrivalTimestamp().isBefore(end);
        return atTheTip || beyond;
    }
}
