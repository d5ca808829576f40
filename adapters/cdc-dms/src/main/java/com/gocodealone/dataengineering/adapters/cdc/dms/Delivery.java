package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Checkpoints;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.PageQueue;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Tips;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.StreamRecord;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was given to the host, and the checkpoints that are stored as it acknowledges. Confined to
 * the host's thread but for {@link #acknowledged} and {@link #oldest}, which never block.
 */
final class Delivery {
    /** So often, at most, a checkpoint is stored that no change asks for. */
    private static final Duration IDLE_STORE = Duration.ofSeconds(1);

    /** So often it is noted that nothing came. */
    private static final Duration QUIET_STORE = Duration.ofMinutes(1);

    private final Checkpoints checkpoints;
    private final Tips tips;
    private final PageQueue queue;
    private final Outstanding outstanding = new Outstanding();

    private boolean isStoreDue;
    private Instant storedAt = Instant.now();
    private volatile @Nullable Position acknowledged;

    Delivery(Checkpoints checkpoints, Tips tips, PageQueue queue) {
        this.checkpoints = checkpoints;
        this.tips = tips;
        this.queue = queue;
        this.acknowledged = checkpoints.position();
    }

    /** The change that was acknowledged last, also by a stream before this one. */
    @Nullable Position acknowledged() {
        return acknowledged;
    }

    /** When the oldest change that waits was committed; null when none waits. */
    @Nullable Instant oldest() {
        return outstanding.oldest();
    }

    /** A record that holds a change. */
    void change(StreamRecord record, Position position, @Nullable Instant committedAt) {
        outstanding.add(new Outstanding.Step.Read(record, position, committedAt, Map.of()));
    }

    /**
     * A record without a change.
     *
     * @param remembered what has to be remembered once it is done with
     */
    void other(StreamRecord record, Map<String, String> remembered) {
        var step = new Outstanding.Step.Read(record, null, null, remembered);
        if (remembered.isEmpty()) {
            addBehindOthers(step);
        } else {
            outstanding.add(step);
        }
    }

    /** The end of a shard. */
    void ended(String shard) {
        addBehindOthers(new Outstanding.Step.End(shard));
    }

    private void addBehindOthers(Outstanding.Step step) {
        if (outstanding.isEmpty()) {
            note(step, new HashMap<>());
            isStoreDue = true;
        } else {
            outstanding.add(step);
        }
    }

    /**
     * Where nothing waits for an acknowledgement, what nobody follows is done with, and so is what
     * was given without a change: whoever asks for more has taken it.
     */
    void storeIdle() {
        Instant now = Instant.now();
        if (storedAt.plus(IDLE_STORE).isAfter(now)) {
            return;
        }
        Map<String, String> remembered = new HashMap<>();
        for (Outstanding.Step step : outstanding.takeIfNoChange()) {
            note(step, remembered);
            isStoreDue = true;
        }
        isStoreDue |= noteQuiet(now);
        if (isStoreDue) {
            store(acknowledged, remembered);
        }
    }

    /** Nothing came for long: that is worth a note, or it would look like a gap some day. */
    private boolean noteQuiet(Instant now) {
        if (storedAt.plus(QUIET_STORE).isAfter(now)) {
            return false;
        }
        Map<String, Instant> quiet = tips.quiet(); // before the queue is looked at
        if (!outstanding.isEmpty() || !queue.isEmpty()) {
            return false;
        }
        quiet.forEach(checkpoints::seenIdle);
        return !quiet.isEmpty();
    }

    /**
     * Stores that everything up to a change is done with.
     *
     * @throws Failure CONFLICT when that change does not wait
     */
    void acknowledge(Position upTo) {
        if (upTo.equals(acknowledged) && !outstanding.contains(upTo)) {
            return;
        }
        List<Outstanding.Step> done = outstanding.upTo(upTo);
        Map<String, String> remembered = new HashMap<>();
        done.forEach(step -> note(step, remembered));
        store(upTo, remembered);
        outstanding.remove(done.size());
        acknowledged = upTo;
    }

    private void note(Outstanding.Step step, Map<String, String> remembered) {
        switch (step) {
            case Outstanding.Step.Read read -> {
                checkpoints.reached(read.record());
                remembered.putAll(read.remembered());
            }
            case Outstanding.Step.End end -> checkpoints.ended(end.shard());
        }
    }

    private void store(@Nullable Position position, Map<String, String> remembered) {
        checkpoints.store(position, remembered);
        isStoreDue = false;
        storedAt = Instant.now();
    }
}
