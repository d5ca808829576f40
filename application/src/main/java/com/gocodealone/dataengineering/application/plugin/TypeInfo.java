package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.config.Key;

import java.util.List;

/**
 * The one description of a type, from which manifest, schemas, contracts and documentation come.
 *
 * @param output the keys of a step's output; none for the others
 */
public record TypeInfo(Kind kind, String type, String doc, List<Key> config, List<Key> output) {

    /** What the engine can do with a type. */
    public enum Kind {
        MODULE,
        STEP,
        TRIGGER
    }

    static TypeInfo of(Step<?, ?> step) {
        return new TypeInfo(
                Kind.STEP, step.type(), step.doc(), Key.of(step.input()), Key.of(step.output()));
    }

    static TypeInfo of(PartType<?> part) {
        return new TypeInfo(part.kind(), part.type(), part.doc(), Key.of(part.config()), List.of());
    }
}
