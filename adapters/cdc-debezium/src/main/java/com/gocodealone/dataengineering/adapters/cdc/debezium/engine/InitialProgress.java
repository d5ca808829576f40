package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress.State;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far the snapshot is that a stream begins with, one table after the other. Thread-safe. */
public final class InitialProgress {
    private static final String ID = "initial";

    private final Map<TableId, @Nullable Long> estimates;
    private final Map<TableId, Long> rows = new HashMap<>();
    private @Nullable TableId current;
    private boolean ended;

    /**
     * @param estimates about how many rows the tables have; empty when none is read
     */
    public InitialProgress(Map<TableId, @Nullable Long> estimates) {
        this.estimates = estimates;
    }

    /** One row more; its number in the table, from 1. */
    public synchronized long read(TableId table) {
        current = table;
        return rows.merge(table, 1L, Long::sum);
    }

    /** There are no more. */
    public synchronized void end() {
        ended = true;
    }

    public synchronized List<SnapshotProgress> progress() {
        List<SnapshotProgress> all = new ArrayList<>();
        estimates.forEach(
                (table, estimate) ->
                        all.add(
                                new SnapshotProgress(
                                        ID,
                                        table,
                                        state(table),
                                        rows.getOrDefault(table, 0L),
                                        estimate,
                                        null,
                                        null)));
        return all;
    }

    private State state(TableId table) {
        if (ended) {
            return State.DONE;
        }
        if (table.equals(current)) {
            return State.RUNNING;
        }
        return rows.containsKey(table) ? State.DONE : State.WAITING;
    }
}
