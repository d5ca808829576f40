package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress.State;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far the rows that a stream begins with are read. Thread-safe. */
final class Rows {
    private static final String INITIAL = "initial";

    private final Map<TableId, Reading> readings = new LinkedHashMap<>();
    private boolean reading;

    /** One table's. */
    private record Reading(long rows, @Nullable Long estimate) {}

    synchronized void begin(List<Item.ToRead> tables) {
        readings.clear();
        tables.forEach(table -> readings.put(table.table(), new Reading(0, table.estimate())));
        reading = true;
    }

    synchronized void read(TableId table) {
        Reading before = readings.getOrDefault(table, new Reading(0, null));
        readings.put(table, new Reading(before.rows() + 1, before.estimate()));
    }

    synchronized void end() {
        reading = false;
    }

    synchronized boolean isReading() {
        return reading;
    }

    synchronized List<SnapshotProgress> progress() {
        List<SnapshotProgress> progress = new ArrayList<>();
        readings.forEach((table, r) -> progress.add(progress(table, r)));
        return progress;
    }

    private SnapshotProgress progress(TableId table, Reading r) {
        State running = r.rows() == 0 ? State.WAITING : State.RUNNING;
        State state = reading ? running : State.DONE;
        return new SnapshotProgress(INITIAL, table, state, r.rows(), r.estimate(), null, null);
    }
}
