package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.SourcePolicy;
import com.gocodealone.dataengineering.application.cdc.source.SourceSetup;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.ByteSize;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Sensitive;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** {@code step.cdc_start}: starts a source that is stopped, or one that the step configures. */
public final class CdcStart implements Step<CdcStart.Input, CdcStart.Output> {
    /** The keys of the step; with a provider it configures the source itself. */
    public record Input(
            @Doc("The source to start") String sourceId,
            @Doc("To configure the source here: what reads the changes") @Nullable String provider,
            @Doc("The kind of database") @Default("postgres") String sourceType,
            @Doc("Where the database is") @Sensitive @Nullable String connection,
            @Doc("The tables to follow; none means all") List<String> tables,
            @Doc(START_GAP) SourcePolicy.@Nullable OnGap onGap,
            @Doc(SourcePolicy.ON_LAG) @Default("warn") SourcePolicy.OnLag onLag,
            @Doc(SourcePolicy.MAX_RETAINED) @Nullable ByteSize maxRetainedBytes,
            @Doc(SourcePolicy.MIN_SAFE) @Nullable ByteSize minSafeBytes,
            @Doc(SourcePolicy.STALL) @Default("60s") Duration stallTimeout,
            @Doc("Options of the provider") Settings options) {
        private static final String START_GAP =
                "What to do about a gap in this run, whatever the configuration says; "
                        + SourcePolicy.GAP_CHOICES;

        private SourceSetup setup(String chosenProvider, String owner) {
            return new SourceSetup(
                    new SourceSpec(
                            sourceId, chosenProvider, sourceType, connection, tables, options),
                    new SourcePolicy(
                                    SourcePolicy.OnGap.FAIL,
                                    onLag,
                                    maxRetainedBytes,
                                    minSafeBytes,
                                    stallTimeout)
                            .deciding(onGap),
                    owner);
        }

        /** Never prints the connection. */
        @Override
        public String toString() {
            return "%s (%s)".formatted(sourceId, provider);
        }
    }

    /** What the step says. */
    public record Output(
            @Doc("The source") String sourceId,
            @Doc("Always started") String action,
            @Doc("What the source is doing now") SourceState state) {}

    private final Sources sources;

    public CdcStart(Sources sources) {
        this.sources = sources;
    }

    @Override
    public String type() {
        return "step.cdc_start";
    }

    @Override
    public String doc() {
        return "Starts a source that is stopped, or one that is configured here.";
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
    public Output execute(Input input) throws InterruptedException {
        Source source = configured(input);
        source.start(input.onGap());
        return new Output(input.sourceId(), "started", source.status().state());
    }

    private Source configured(Input input) {
        Source there = sources.find(input.sourceId());
        String provider = input.provider();
        if (there != null && (provider == null || !isMineAndIdle(there))) {
            return there;
        }
        if (provider == null) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    sources.unknown(input.sourceId())
                            + "; to configure it here, give provider, connection and tables");
        }
        Source fresh = sources.prepare(input.setup(provider, type()));
        if (there != null) {
            sources.remove(there);
        }
        return sources.addIfAbsent(fresh);
    }

    /** What a step configured and does not run may be configured anew. */
    private boolean isMineAndIdle(Source source) {
        return source.owner().equals(type()) && !source.isRunning();
    }
}
