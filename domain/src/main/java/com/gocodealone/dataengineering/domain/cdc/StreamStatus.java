package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a stream is doing. Whatever is not known is null; nothing is invented.
 *
 * @param acknowledged the last position acknowledged
 * @param snapshots the tables that are read, or were read last
 * @param warnings what will hurt some day, in sentences with the repair
 */
public record StreamStatus(
        Phase phase,
        @Nullable Position acknowledged,
        Activity activity,
        Lag lag,
        List<SnapshotProgress> snapshots,
        List<String> warnings) {

    public StreamStatus {
        snapshots = List.copyOf(snapshots);
        warnings = List.copyOf(warnings);
    }

    /** What a stream that is open is doing. */
    public enum Phase {
        /** Reading the rows that are there. */
        SNAPSHOTTING,
        /** Following the source's log. */
        STREAMING,
        /** All that was asked for was given and acknowledged; nothing follows. */
        COMPLETE
    }

    /**
     * What came lately.
     *
     * @param lastEventAt when the stream last had a change to give
     * @param lastKeepaliveAt when the source last showed that it is there, by a change or
     *     otherwise; null when a source that is idle cannot be told from one that is gone, because
     *     one that shows nothing for long is opened again
     * @param queuedEvents changes read from the source and not given yet
     * @param queuedBytes about how much memory these take
     */
    public record Activity(
            @Nullable Instant lastEventAt,
            @Nullable Instant lastKeepaliveAt,
            @Nullable Long queuedEvents,
            @Nullable Long queuedBytes) {
        public static final Activity UNKNOWN = new Activity(null, null, null, null);
    }

    /**
     * How far behind the stream is.
     *
     * @param bytes how much of the source's log is not acknowledged yet
     * @param time the age of the oldest change that is not acknowledged yet
     * @param retention what the source keeps for this stream
     */
    public record Lag(
            @Nullable Long bytes, @Nullable Duration time, @Nullable Retention retention) {
        public static final Lag UNKNOWN = new Lag(null, null, null);
    }
}
