package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * How a stream is doing. Whatever is not known is null; nothing is invented.
 *
 * @param acknowledged the last position acknowledged
 * @param lastEventAt when the stream last had a change to give
 * @param lagBytes how much of the source's log is not acknowledged yet
 * @param lag the age of the oldest change that is not acknowledged yet
 */
public record StreamStatus(
        Phase phase,
        @Nullable Position acknowledged,
        @Nullable Instant lastEventAt,
        @Nullable Long lagBytes,
        @Nullable Duration lag) {

    /** What a stream that is open is doing. */
    public enum Phase {
        /** Reading the rows that are there. */
        SNAPSHOTTING,
        /** Following the source's log. */
        STREAMING
    }
}
