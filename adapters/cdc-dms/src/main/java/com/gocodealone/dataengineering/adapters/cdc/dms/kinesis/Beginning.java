package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import com.gocodealone.dataengineering.domain.Failure;

import software.amazon.awssdk.services.kinesis.model.Shard;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether a stream still holds everything that is not acknowledged. */
public final class Beginning {
    private final DataStream stream;
    private final DataStream.Summary summary;
    private final Checkpoints checkpoints;

    public Beginning(DataStream stream, DataStream.Summary summary, Checkpoints checkpoints) {
        this.stream = stream;
        this.summary = summary;
        this.checkpoints = checkpoints;
    }

    /**
     * Compares what is remembered with what is there.
     *
     * @throws Failure GAP when changes may be lost
     */
    public void check() throws InterruptedException {
        if (!summary.incarnation().equals(checkpoints.stream())) {
            throw gap(
                    ("the stream is not the one that was read before (%s), so what was still to"
                                    + " come from that one is lost")
                            .formatted(checkpoints.stream()));
        }
        List<Shard> listed = stream.shards();
        Set<String> names = listed.stream().map(Shard::shardId).collect(Collectors.toSet());
        for (String begun : checkpoints.begun()) {
            Checkpoint reached = checkpoints.of(begun);
            if (reached == null || reached.isEnd()) {
                forgetIfGone(begun, names);
            } else if (!names.contains(begun)) {
                throw gap("the shard %s is gone, and it was not read to its end".formatted(begun));
            } else {
                checkAge(begun, reached);
            }
        }
    }

    private void forgetIfGone(String shard, Set<String> listed) {
        if (!listed.contains(shard)) {
            checkpoints.remove(shard);
        }
    }

    private void checkAge(String shard, Checkpoint reached) {
        Duration age = Duration.between(reached.until(), summary.now());
        if (age.compareTo(summary.retention()) > 0) {
            throw gap(
                    ("the stream keeps records for %d h, and of shard %s only what arrived until %s"
                                    + " is acknowledged")
                            .formatted(summary.retention().toHours(), shard, reached.until()));
        }
    }

    private static Failure gap(String fact) {
        return new Failure(Failure.Kind.GAP, fact);
    }
}
