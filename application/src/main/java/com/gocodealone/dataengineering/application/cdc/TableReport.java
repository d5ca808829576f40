package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.SourceCounts;
import com.gocodealone.dataengineering.application.cdc.source.SourcePolicy;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One table in a {@link SourceReport}.
 *
 * @param state null when the source is not open
 * @param operations how many changes of each kind came since the plugin started
 */
record TableReport(
        String table,
        @Nullable State state,
        long events,
        Map<String, Long> operations,
        @Nullable Instant lastEvent) {

    /** What happens with a table. */
    enum State {
        SNAPSHOTTING,
        STREAMING
    }

    /** Every table of which something came or is read, by name. */
    static List<TableReport> all(SourceCounts counts, @Nullable StreamStatus stream) {
        Map<String, TableReport> reports = new TreeMap<>();
        State open = stream == null ? null : State.STREAMING;
        for (SourceCounts.TableCount count : counts.tables()) {
            reports.put(
                    count.table().toString(),
                    new TableReport(
                            count.table().toString(),
                            open,
                            count.events(),
                            words(count.operations()),
                            count.lastEventAt()));
        }
        List<SnapshotProgress> snapshots = stream == null ? List.of() : stream.snapshots();
        snapshots.stream()
                .filter(snapshot -> snapshot.state() == SnapshotProgress.State.RUNNING)
                .map(snapshot -> snapshot.table().toString())
                .forEach(table -> reports.merge(table, reading(table), TableReport::readingToo));
        return List.copyOf(reports.values());
    }

    private static TableReport reading(String table) {
        return new TableReport(table, State.SNAPSHOTTING, 0, Map.of(), null);
    }

    private TableReport readingToo(TableReport reading) {
        return new TableReport(table, reading.state, events, operations, lastEvent);
    }

    private static Map<String, Long> words(Map<Operation, Long> counts) {
        Map<String, Long> words = new LinkedHashMap<>();
        counts.forEach((operation, count) -> words.put(SourcePolicy.word(operation), count));
        return words;
    }
}
