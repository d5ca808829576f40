package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.TreeMap;

/** {@code step.cdc_status}: says how a source is doing, or how all are. */
public final class CdcStatus implements Step<CdcStatus.Input, SourceReport> {
    /** The keys of the step. */
    public record Input(@Doc("The source to look at; none means all") @Nullable String sourceId) {}

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
    public Class<SourceReport> output() {
        return SourceReport.class;
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public SourceReport execute(Input input) {
        String sourceId = input.sourceId();
        if (sourceId != null && !sourceId.isBlank()) {
            return report(sources.get(sourceId));
        }
        List<SourceReport> all =
                new TreeMap<>(sources.all()).values().stream().map(this::report).toList();
        return SourceReport.of(all);
    }

    private SourceReport report(Source source) {
        return SourceReport.of(source, sources::redacted);
    }
}
