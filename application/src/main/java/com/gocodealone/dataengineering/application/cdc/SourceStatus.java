package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How a source is doing.
 *
 * @param stream what its stream says; null while none is open
 * @param error what went wrong; null when nothing did
 * @param nextRetryAt when it is tried again; null when it is not, or need not be
 */
record SourceStatus(
        SourceState state,
        @Nullable StreamStatus stream,
        @Nullable String error,
        @Nullable Instant nextRetryAt) {
    static final SourceStatus STOPPED = new SourceStatus(SourceState.STOPPED, null, null, null);
}
