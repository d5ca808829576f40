package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress.State;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A table of a snapshot on demand, and how far it is. Immutable.
 *
 * @param condition only rows for which this holds, in SQL; null means all
 * @param after the key, as text, of the last row of which all is done; none at first
 */
public record TableRead(SnapshotProgress progress, @Nullable String condition, List<String> after) {
    public TableRead {
        after = List.copyOf(after);
    }

    public static TableRead wish(String snapshot, TableId table, @Nullable String condition) {
        return new TableRead(
                new SnapshotProgress(snapshot, table, State.WAITING, 0, null, 0L, null),
                condition,
                List.of());
    }

    public String snapshot() {
        return progress.id();
    }

    public TableId table() {
        return progress.table();
    }

    /** Whether there is more to do for it. */
    public boolean isOpen() {
        return progress.state() == State.WAITING || progress.state() == State.RUNNING;
    }

    public boolean isSameAs(TableRead other) {
        return snapshot().equals(other.snapshot()) && table().equals(other.table());
    }

    public TableRead begun(@Nullable Long estimate) {
        SnapshotProgress p = progress;
        return with(
                new SnapshotProgress(
                        p.id(), p.table(), State.RUNNING, p.rows(), estimate, p.chunks(), null));
    }

    /** One row more is read, and this is its key. */
    public TableRead read(List<String> key) {
        SnapshotProgress p = progress;
        return new TableRead(
                new SnapshotProgress(
                        p.id(), p.table(), p.state(), p.rows() + 1, p.estimate(), p.chunks(), null),
                condition,
                key);
    }

    /** One chunk more is read. */
    public TableRead chunkRead(boolean last) {
        SnapshotProgress p = progress;
        long chunks = p.chunks() == null ? 1 : p.chunks() + 1;
        return with(
                new SnapshotProgress(
                        p.id(),
                        p.table(),
                        last ? State.DONE : p.state(),
                        p.rows(),
                        p.estimate(),
                        chunks,
                        null));
    }

    public TableRead ended(State state, @Nullable String error) {
        SnapshotProgress p = progress;
        return with(
                new SnapshotProgress(
                        p.id(), p.table(), state, p.rows(), p.estimate(), p.chunks(), error));
    }

    private TableRead with(SnapshotProgress changed) {
        return new TableRead(changed, condition, after);
    }
}
