package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/**
 * One step type: what it is called, the record it reads, the record it answers with. Stateless and
 * thread-safe; one instance serves every pipeline.
 */
public interface Step<I extends Record, O extends Record> {
    /** For example {@code step.cdc_status}. */
    String type();

    /** What the step does, in one sentence for a person in a hurry. */
    String doc();

    Class<I> input();

    Class<O> output();

    /**
     * The configuration with what the step itself takes from the pipeline's data.
     *
     * @param pipeline what is at a path such as {@code steps.read.rows}; null for nothing
     */
    default Settings complete(Settings config, Function<String, @Nullable Object> pipeline) {
        return config;
    }

    O execute(I input) throws InterruptedException;

    /** Whether {@link #execute} may wait for something; a step that never does is called faster. */
    default boolean mayBlock() {
        return true;
    }
}
