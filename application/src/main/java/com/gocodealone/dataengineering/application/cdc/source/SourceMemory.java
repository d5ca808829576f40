package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import java.util.function.Supplier;

/** What is known of a source beyond one run of it, some of it beyond the process. Thread-safe. */
public final class SourceMemory {
    private final String owner;
    private final Supplier<StateStores> states;
    private final Throttle throttle = new Throttle(this::state);
    private final Gaps gaps;
    private final SourceCounts counts = new SourceCounts();
    private final SchemaHistory schemas;

    SourceMemory(String sourceId, Supplier<StateStores> states) {
        this.owner = ownerOf(sourceId);
        this.states = states;
        this.gaps = new Gaps(sourceId, this::state);
        this.schemas = new SchemaHistory(() -> states.get().schemas(owner));
    }

    /** Under this name the state of a source is kept. */
    public static String ownerOf(String sourceId) {
        return "source:" + sourceId;
    }

    StateStore state() {
        return states.get().of(owner);
    }

    public Throttle throttle() {
        return throttle;
    }

    public Gaps gaps() {
        return gaps;
    }

    public SourceCounts counts() {
        return counts;
    }

    public SchemaHistory schemas() {
        return schemas;
    }
}
