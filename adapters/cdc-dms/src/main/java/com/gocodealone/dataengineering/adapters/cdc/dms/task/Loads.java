package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress.State;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** How far the rows of a table are read, from DMS's own words for it. */
final class Loads {
    private Loads() {}

    static TableId table(TableStatistics statistics) {
        return new TableId(statistics.schemaName(), statistics.tableName());
    }

    /**
     * @param id of the snapshot
     * @param since only what DMS finished after that counts; null for the first reading
     */
    static SnapshotProgress progress(
            String id, TableStatistics statistics, @Nullable Instant since) {
        State state = state(statistics, since);
        boolean counts = state != State.WAITING && statistics.fullLoadRows() != null;
        return new SnapshotProgress(
                id,
                table(statistics),
                state,
                counts ? statistics.fullLoadRows() : 0,
                null,
                null,
                state == State.FAILED ? "DMS says: " + statistics.tableState() : null);
    }

    /** Whether nothing more will happen to it. */
    static boolean isOver(SnapshotProgress progress) {
        return switch (progress.state()) {
            case WAITING, RUNNING -> false;
            case DONE, CANCELLED, FAILED -> true;
        };
    }

    private static State state(TableStatistics statistics, @Nullable Instant since) {
        String word =
                Objects.requireNonNullElse(statistics.tableState(), "").toLowerCase(Locale.ROOT);
        Instant ended = statistics.fullLoadEndTime();
        boolean isOld = since != null && (ended == null || ended.isBefore(since));
        return switch (word) {
            case "table completed", "table all", "table updates" ->
                    isOld ? State.WAITING : State.DONE;
            case "full load", "table is being reloaded" -> State.RUNNING;
            case "table error", "table does not exist" -> State.FAILED;
            case "table cancelled" -> State.CANCELLED;
            default -> State.WAITING;
        };
    }
}
