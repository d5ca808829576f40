package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Health;
import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.cdc.source.Throttle;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

/**
 * {@code step.cdc_backpressure}: says whether a source lags too far behind, keeps it from reading,
 * or lets it read on. To throttle is not to poll, so it works whatever reads the source.
 */
public final class CdcBackpressure implements Step<CdcBackpressure.Input, CdcBackpressure.Output> {
    /** What to do. */
    public enum Action {
        CHECK,
        THROTTLE,
        RESUME
    }

    /** The keys of the step. */
    public record Input(
            @Doc("The source to look at") String sourceId,
            @Doc("What to do") @Default("check") Action action,
            @Doc("Why it is throttled, for the status") @Default("a pipeline asked for it")
                    String reason,
            @Doc(Thresholds.DOC) Thresholds thresholds,
            @Doc("Another spelling of thresholds.lag_bytes") @Nullable Long thresholdLagBytes,
            @Doc("Another spelling of thresholds.lag_seconds") @Nullable Double thresholdLagSeconds,
            @Doc(Thresholds.MULTIPLIER_DOC) @Default("0.8") double warningMultiplier) {
        Thresholds limits() {
            return thresholds.or(new Thresholds(thresholdLagBytes, thresholdLagSeconds));
        }
    }

    /** What the step says; what is not known is null. */
    public record Output(
            @Doc("The source") String sourceId,
            @Doc("What was done: checked, throttled or resumed") String action,
            @Doc("What the lag says about the source") Health status,
            @Doc("How many bytes of the source's log are not done with") @Nullable Long lagBytes,
            @Doc("The age of the oldest change that is not done with, in seconds")
                    @Nullable Double lagSeconds,
            @Doc("The thresholds that held: lag_bytes, lag_seconds") Thresholds thresholds,
            @Doc("What the source was doing before") SourceState previousState,
            @Doc("What the source is doing now") SourceState state,
            @Doc("Who keeps the source from reading, since when and why; null when nobody does")
                    @Nullable String throttled) {}

    private final Sources sources;

    public CdcBackpressure(Sources sources) {
        this.sources = sources;
    }

    @Override
    public String type() {
        return "step.cdc_backpressure";
    }

    @Override
    public String doc() {
        return "Says whether a source lags too far behind, keeps it from reading, or lets it read"
                + " on.";
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
    public Output execute(Input input) {
        Source source = sources.get(input.sourceId());
        SourceState before = source.status().state();
        Throttle throttle = source.memory().throttle();
        String action =
                switch (input.action()) {
                    case CHECK -> "checked";
                    case THROTTLE -> {
                        throttle.hold(type(), input.reason());
                        yield "throttled";
                    }
                    case RESUME -> {
                        throttle.release();
                        yield "resumed";
                    }
                };
        StreamStatus.Lag lag = source.lag();
        Thresholds limits = input.limits();
        Throttle.Hold hold = throttle.hold();
        return new Output(
                input.sourceId(),
                action,
                limits.health(lag, input.warningMultiplier()),
                lag.bytes(),
                Thresholds.seconds(lag.time()),
                limits,
                before,
                source.status().state(),
                hold == null ? null : hold.toString());
    }
}
