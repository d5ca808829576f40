package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.cdc.delivery.Trouble;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How a source is doing.
 *
 * @param reason why it is paused; null when it is not
 * @param stream what its stream says; null while none is open
 * @param error what went wrong; null when nothing did
 * @param nextRetryAt when it is tried again; null when it is not, or need not be
 */
public record SourceStatus(
        SourceState state,
        @Nullable String reason,
        @Nullable StreamStatus stream,
        @Nullable String error,
        @Nullable Instant nextRetryAt) {
    public static final SourceStatus STOPPED =
            new SourceStatus(SourceState.STOPPED, null, null, null, null);

    /** Of a runner that was not closed. Never blocks. */
    static SourceStatus of(StreamRunner runner, Throttle throttle) {
        StreamRunner.Session open = runner.session();
        StreamStatus stream = open == null ? null : open.stream().status();
        Failure end = runner.end();
        if (end != null) {
            boolean gap = end.kind() == Failure.Kind.GAP;
            SourceState why = gap ? SourceState.GAP : SourceState.FAILED;
            return new SourceStatus(why, null, null, end.fact(), null);
        }
        if (!runner.isRunning()) {
            return STOPPED;
        }
        Failure stall = runner.stall();
        Trouble trouble = runner.trouble();
        if (stall != null) {
            Instant next = trouble == null ? null : trouble.nextRetryAt();
            return new SourceStatus(SourceState.STALLED, null, stream, stall.fact(), next);
        }
        if (trouble != null) {
            return new SourceStatus(
                    SourceState.RETRYING, null, stream, trouble.reason(), trouble.nextRetryAt());
        }
        return undisturbed(open, stream, throttle.heldByNow());
    }

    private static SourceStatus undisturbed(
            StreamRunner.@Nullable Session open,
            @Nullable StreamStatus stream,
            Throttle.@Nullable Hold hold) {
        if (open == null || stream == null) {
            return new SourceStatus(SourceState.STARTING, null, null, null, null);
        }
        if (hold != null) {
            return new SourceStatus(SourceState.PAUSED, hold.toString(), stream, null, null);
        }
        if (open.pump().isPaused()) {
            String reason = "no trigger takes events: none is started, or one was stopped";
            return new SourceStatus(SourceState.PAUSED, reason, stream, null, null);
        }
        SourceState state =
                switch (stream.phase()) {
                    case SNAPSHOTTING -> SourceState.SNAPSHOTTING;
                    case STREAMING -> SourceState.STREAMING;
                    case COMPLETE -> SourceState.COMPLETE;
                };
        return new SourceStatus(state, null, stream, null, null);
    }
}
