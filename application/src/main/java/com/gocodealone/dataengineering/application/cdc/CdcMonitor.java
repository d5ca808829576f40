package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Health;
import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.SourceCounts;
import com.gocodealone.dataengineering.application.cdc.source.SourcePolicy;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.cdc.source.Throttle;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.config.ByteSize;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * {@code step.cdc_monitor}: watches the lag of a source, says in the log when it becomes better or
 * worse, throttles the source when it is critical and lets it read on when it is healthy again.
 */
public final class CdcMonitor implements Step<CdcMonitor.Input, CdcMonitor.Output> {
    private static final Logger LOG = LoggerFactory.getLogger(CdcMonitor.class);

    /** The keys of the step. */
    public record Input(
            @Doc("The source to look at") String sourceId,
            @Doc(Thresholds.DOC) Thresholds thresholds,
            @Doc("Another spelling of thresholds.lag_bytes") @Nullable Long thresholdLagBytes,
            @Doc("Another spelling of thresholds.lag_seconds") @Nullable Double thresholdLagSeconds,
            @Doc(Thresholds.MULTIPLIER_DOC) @Default("0.8") double warningMultiplier,
            @Doc("How often what stays bad is said again; without it, only changes are said")
                    @Nullable Duration interval,
            @Doc("Whether to throttle the source when it is critical") @Default("true")
                    boolean autoThrottle,
            @Doc("Whether to let it read on when it is healthy again and this step throttled it")
                    @Default("true")
                    boolean autoResume) {
        Thresholds limits() {
            return thresholds.or(new Thresholds(thresholdLagBytes, thresholdLagSeconds));
        }
    }

    /** What the step says; what is not known is null. */
    public record Output(
            @Doc("The source") String sourceId,
            @Doc("What the lag says about the source") Health status,
            @Doc("Whether the status is healthy; null when it is unknown")
                    @Nullable Boolean healthy,
            @Doc("How many bytes of the source's log are not done with") @Nullable Long lagBytes,
            @Doc("The age of the oldest change that is not done with, in seconds")
                    @Nullable Double lagSeconds,
            @Doc("How many lines this run wrote to the log: 1 when the status changed, or else 0")
                    int alertsSent,
            @Doc("Whether this run throttled the source") boolean autoThrottled,
            @Doc("Whether this run let the source read on") boolean autoResumed,
            @Doc(
                            "The figures: lag_bytes, lag_seconds, retained_bytes,"
                                    + " events_per_second, bytes_per_second")
                    Metrics metrics) {}

    /** The figures of a source; what is not known is null. */
    record Metrics(
            @Nullable Long lagBytes,
            @Nullable Double lagSeconds,
            @Nullable Long retainedBytes,
            double eventsPerSecond,
            double bytesPerSecond) {
        static Metrics of(Source source, StreamStatus.Lag lag) {
            SourceCounts counts = source.memory().counts();
            return new Metrics(
                    lag.bytes(),
                    Thresholds.seconds(lag.time()),
                    lag.retention() == null ? null : lag.retention().bytes(),
                    counts.eventsPerSecond(),
                    counts.bytesPerSecond());
        }
    }

    private final Sources sources;

    public CdcMonitor(Sources sources) {
        this.sources = sources;
    }

    @Override
    public String type() {
        return "step.cdc_monitor";
    }

    @Override
    public String doc() {
        return "Watches how far a source is behind: logs changes, throttles it and lets it read"
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
        StreamStatus.Lag lag = source.lag();
        Health health = input.limits().health(lag, input.warningMultiplier());
        String sentence = sentence(input, health, lag);
        boolean said = source.alerts().isDue(health, input.interval());
        if (said) {
            LOG.atLevel(health.level()).log(sentence);
        }
        Throttle throttle = source.memory().throttle();
        boolean throttles =
                health == Health.CRITICAL
                        && input.autoThrottle()
                        && throttle.hold(type(), sentence);
        boolean resumes =
                health == Health.HEALTHY && input.autoResume() && throttle.release(type());
        return new Output(
                input.sourceId(),
                health,
                health == Health.UNKNOWN ? null : (Boolean) (health == Health.HEALTHY),
                lag.bytes(),
                Thresholds.seconds(lag.time()),
                said ? 1 : 0,
                throttles,
                resumes,
                Metrics.of(source, lag));
    }

    private static String sentence(Input input, Health health, StreamStatus.Lag lag) {
        Long bytes = lag.bytes();
        Duration time = lag.time();
        return "source %s is %s: it is behind by %s and %s"
                .formatted(
                        input.sourceId(),
                        SourcePolicy.word(health),
                        bytes == null ? "an unknown number of bytes" : ByteSize.of(bytes),
                        time == null ? "an unknown time" : time.toSeconds() + " s");
    }
}
