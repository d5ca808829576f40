package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.config.Doc;

/** {@code step.cdc_stop}: stops a source; it goes on from the same place when it is started. */
public final class CdcStop implements Step<CdcStop.Input, CdcStop.Output> {
    /** The keys of the step. */
    public record Input(@Doc("The source to stop") String sourceId) {}

    /** What the step says. */
    public record Output(
            @Doc("The source") String sourceId, @Doc("Always stopped") String action) {}

    private final Sources sources;

    public CdcStop(Sources sources) {
        this.sources = sources;
    }

    @Override
    public String type() {
        return "step.cdc_stop";
    }

    @Override
    public String doc() {
        return "Stops a source; started again, it goes on after the last acknowledged change.";
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
        sources.get(input.sourceId()).stop();
        return new Output(input.sourceId(), "stopped");
    }
}
