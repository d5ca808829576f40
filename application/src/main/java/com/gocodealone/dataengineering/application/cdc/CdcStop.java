package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.config.ByteSize;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code step.cdc_stop}: stops a source; it goes on from the same place when it is started. */
public final class CdcStop implements Step<CdcStop.Input, CdcStop.Output> {
    /** The keys of the step. */
    public record Input(
            @Doc("The source to stop") String sourceId,
            @Doc("Whether to drop what the database keeps for it too, such as its replication slot")
                    @Default("false")
                    boolean dropSlot) {}

    /** What the step says. */
    public record Output(
            @Doc("The source") String sourceId,
            @Doc("Always stopped") String action,
            @Doc("What the database goes on keeping for it, such as a replication slot")
                    @Nullable String kept,
            @Doc("How much log that was when the source stopped") @Nullable Long retainedBytes,
            @Doc("What was dropped") List<String> dropped,
            @Doc("What this means, in a sentence") String note) {}

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
    public Output execute(Input input) throws InterruptedException {
        Source source = sources.get(input.sourceId());
        if (input.dropSlot()) {
            return dropped(input.sourceId(), source.release());
        }
        Retention retention = source.retention();
        source.stop();
        return kept(input.sourceId(), retention);
    }

    private static Output dropped(String sourceId, List<String> dropped) {
        String note =
                dropped.isEmpty()
                        ? "the database kept nothing for this source"
                        : "changes from now on are lost to this source; started again, it begins"
                                + " anew";
        return new Output(sourceId, "stopped", null, null, dropped, note);
    }

    private static Output kept(String sourceId, @Nullable Retention retention) {
        if (retention == null) {
            String note = "what the database keeps for this source is not known";
            return new Output(sourceId, "stopped", null, null, List.of(), note);
        }
        Long bytes = retention.bytes();
        String size = bytes == null ? "" : " (%s now, and growing)".formatted(ByteSize.of(bytes));
        String note =
                "the database goes on keeping its log for %s%s until the source is started again, or stopped with drop_slot: true"
                        .formatted(retention.holder(), size);
        return new Output(sourceId, "stopped", retention.holder(), bytes, List.of(), note);
    }
}
