package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** {@code step.cdc_status}: says how a source is doing. */
public final class CdcStatus implements Step<CdcStatus.Input, CdcStatus.Output> {
    /** The keys of the step. */
    public record Input(@Doc("The source to look at") String sourceId) {}

    /** What the step says; what is not known is null. */
    public record Output(
            @Doc("The source") String sourceId,
            @Doc("What the source is doing") SourceState state,
            @Doc("The provider that reads it") String provider,
            @Doc("The last position that is done with, such as an LSN") @Nullable String position,
            @Doc("When the last change came; ISO-8601, UTC") @Nullable Instant lastEvent,
            @Doc("How many bytes of the source's log are not done with") @Nullable Long lagBytes,
            @Doc("The age of the oldest change that is not done with, in seconds")
                    @Nullable Double lagSeconds,
            @Doc("What went wrong") @Nullable String error,
            @Doc("When it is tried again; ISO-8601, UTC") @Nullable Instant nextRetryAt) {}

    private static final double MILLIS = 1000.0;

    private final Sources sources;

    public CdcStatus(Sources sources) {
        this.sources = sources;
    }

    @Override
    public String type() {
        return "step.cdc_status";
    }

    @Override
    public String doc() {
        return "Says what a source is doing, how far it is behind, and what is wrong with it.";
    }

    @Override
    public Class<Input> input() {
        return Input.class;
    }

    @Override
    public Class<Output> output() {
        return Output.class;
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public Output execute(Input input) {
        Source source = sources.get(input.sourceId());
        SourceStatus status = source.status();
        Optional<StreamStatus> stream = Optional.ofNullable(status.stream());
        return new Output(
                input.sourceId(),
                status.state(),
                source.spec().provider(),
                known(stream, s -> s.acknowledged() == null ? null : s.acknowledged().text()),
                known(stream, s -> s.activity().lastEventAt()),
                known(stream, s -> s.lag().bytes()),
                known(stream, s -> seconds(s.lag().time())),
                sources.redacted(status.error()),
                status.nextRetryAt());
    }

    private static <T> @Nullable T known(
            Optional<StreamStatus> stream, Function<StreamStatus, @Nullable T> part) {
        return stream.isPresent() ? part.apply(stream.get()) : null;
    }

    private static @Nullable Double seconds(@Nullable Duration lag) {
        return lag == null ? null : lag.toMillis() / MILLIS;
    }
}
