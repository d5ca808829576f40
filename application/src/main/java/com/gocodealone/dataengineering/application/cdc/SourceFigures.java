package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.delivery.DeliveryCounts;
import com.gocodealone.dataengineering.application.cdc.delivery.Subscription;
import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.SourceCounts;
import com.gocodealone.dataengineering.application.cdc.source.SourcePolicy;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.cdc.source.SourceStatus;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.Figure;
import com.gocodealone.dataengineering.application.plugin.Figure.Kind;
import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The status of every source in figures; what is not known is left out. Thread-safe. */
public final class SourceFigures implements Supplier<List<Figure>> {
    private static final String PREFIX = "data_engineering.cdc.";
    private static final double MILLIS = 1000.0;

    private final Sources sources;

    public SourceFigures(Sources sources) {
        this.sources = sources;
    }

    @Override
    public List<Figure> get() {
        List<Figure> figures = new ArrayList<>();
        Map<String, Source> all = sources.all();
        figures.add(gauge("sources", "Configured sources", null, Map.of(), all.size()));
        all.forEach((id, source) -> new OfSource(id, figures).add(source));
        return figures;
    }

    private static Figure gauge(
            String name,
            String doc,
            @Nullable String unit,
            Map<String, String> tags,
            double value) {
        return new Figure(PREFIX + name, Kind.GAUGE, doc, unit, tags, value);
    }

    /** Adds the figures of one source to a list. */
    private record OfSource(Map<String, String> tags, List<Figure> figures) {
        OfSource(String sourceId, List<Figure> figures) {
            this(Map.of("source", sourceId), figures);
        }

        void add(Source source) {
            add(source.memory().counts());
            source.subscribers().all().keySet().forEach(this::add);
            add(source.status());
        }

        private void add(SourceCounts counts) {
            count("received", "Changes read, repeats included", "bytes", tags, counts.bytes());
            for (SourceCounts.TableCount table : counts.tables()) {
                table.operations()
                        .forEach(
                                (operation, events) ->
                                        count(
                                                "events",
                                                "Changes read, repeats included",
                                                null,
                                                Map.of(
                                                        "source",
                                                        sourceId(),
                                                        "table",
                                                        table.table().toString(),
                                                        "op",
                                                        SourcePolicy.word(operation)),
                                                events));
            }
        }

        private void add(Subscription trigger) {
            Map<String, String> one = with("workflow", trigger.workflow());
            DeliveryCounts counts = trigger.counts();
            count("delivered", "Changes whose workflow succeeded", null, one, counts.delivered());
            count("failed.runs", "Runs of a workflow that failed", null, one, counts.failedRuns());
        }

        private void count(
                String name,
                String doc,
                @Nullable String unit,
                Map<String, String> of,
                long value) {
            figures.add(new Figure(PREFIX + name, Kind.COUNTER, doc, unit, of, (double) value));
        }

        private void add(SourceStatus status) {
            for (SourceState state : SourceState.values()) {
                figures.add(
                        gauge(
                                "state",
                                "1 for the state that the source is in, 0 for the others",
                                null,
                                with("state", SourcePolicy.word(state)),
                                status.state() == state ? 1 : 0));
            }
            StreamStatus stream = status.stream();
            if (stream != null) {
                add(stream);
            }
        }

        private void add(StreamStatus stream) {
            bytes("lag", "Log of the source that is not acknowledged", stream.lag().bytes());
            seconds("lag.age", "Age of the oldest change not acknowledged", stream.lag().time());
            Retention retention = stream.lag().retention();
            if (retention != null) {
                bytes("retained", "Log that the source keeps for us", retention.bytes());
                bytes("safe", "Log that may grow before changes are lost", retention.safeBytes());
            }
            StreamStatus.Activity activity = stream.activity();
            seconds("idle", "Time since the last change", since(activity.lastEventAt()));
            seconds("silent", "Time since a sign of life", since(activity.lastKeepaliveAt()));
            bytes("queued", "Changes read and not handed on", activity.queuedBytes());
            add("queued.events", "Changes read and not handed on", null, activity.queuedEvents());
            stream.snapshots().forEach(this::add);
        }

        private void add(SnapshotProgress snapshot) {
            Map<String, String> one = with("table", snapshot.table().toString());
            double rows = (double) snapshot.rows();
            figures.add(gauge("snapshot.rows", "Rows read by the snapshot", null, one, rows));
        }

        private void bytes(String name, String doc, @Nullable Long value) {
            add(name, doc, "bytes", value);
        }

        private void seconds(String name, String doc, @Nullable Duration value) {
            add(name, doc, "seconds", value == null ? null : (Double) (value.toMillis() / MILLIS));
        }

        private void add(String name, String doc, @Nullable String unit, @Nullable Number value) {
            if (value != null) {
                figures.add(gauge(name, doc, unit, tags, value.doubleValue()));
            }
        }

        private Map<String, String> with(String tag, String value) {
            return Map.of("source", sourceId(), tag, value);
        }

        private String sourceId() {
            return tags.getOrDefault("source", "");
        }

        private static @Nullable Duration since(@Nullable Instant then) {
            return then == null ? null : Duration.between(then, Instant.now());
        }
    }
}
