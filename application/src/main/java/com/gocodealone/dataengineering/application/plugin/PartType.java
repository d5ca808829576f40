package com.gocodealone.dataengineering.application.plugin;

/** One module or trigger type. Stateless and thread-safe. */
public interface PartType<C extends Record> {
    /** Either {@link TypeInfo.Kind#MODULE} or {@link TypeInfo.Kind#TRIGGER}. */
    TypeInfo.Kind kind();

    /** For example {@code cdc.source}. */
    String type();

    /** What it does, in one sentence for a person in a hurry. */
    String doc();

    Class<C> config();

    /**
     * Makes one module or trigger, without starting it.
     *
     * @param name the module's name, or for a trigger the workflow that it starts
     */
    Part create(String name, C config);
}
