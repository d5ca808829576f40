package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** How far the snapshot of one table is, in a {@link SourceReport}. */
record SnapshotReport(
        String id,
        String table,
        SnapshotProgress.State state,
        long rows,
        @Nullable Long estimate,
        @Nullable Long chunks,
        @Nullable String error) {

    static List<SnapshotReport> all(@Nullable StreamStatus stream) {
        return stream == null
                ? List.of()
                : stream.snapshots().stream().map(SnapshotReport::of).toList();
    }

    private static SnapshotReport of(SnapshotProgress progress) {
        return new SnapshotReport(
                progress.id(),
                progress.table().toString(),
                progress.state(),
                progress.rows(),
                progress.estimate(),
                progress.chunks(),
                progress.error());
    }
}
