package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Gaps;
import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.SourceCounts;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.cdc.source.SourceStatus;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What {@code step.cdc_status} says of a source; what is not known is null. Of all sources together
 * only {@code sources} says something.
 */
public record SourceReport(
        @Doc("The source") @Nullable String sourceId,
        @Doc("What the source is doing") @Nullable SourceState state,
        @Doc("Why it is paused") @Nullable String reason,
        @Doc("The provider that reads it") @Nullable String provider,
        @Doc("The last position that is done with, such as an LSN") @Nullable String position,
        @Doc("When the last change came; ISO-8601, UTC") @Nullable Instant lastEvent,
        @Doc("When something was last acknowledged to the source") @Nullable Instant lastAck,
        @Doc("When the source last showed that it is there") @Nullable Instant lastKeepalive,
        @Doc("How many bytes of the source's log are not done with") @Nullable Long lagBytes,
        @Doc("The age of the oldest change that is not done with, in seconds")
                @Nullable Double lagSeconds,
        @Doc("Changes read from the source that wait to be handed on") @Nullable Long queuedEvents,
        @Doc("About how much memory these take") @Nullable Long queuedBytes,
        @Doc("Changes a second, over the last ten seconds") @Nullable Double eventsPerSecond,
        @Doc("Bytes of changes a second, over the last ten seconds")
                @Nullable Double bytesPerSecond,
        @Doc("Changes that came since the plugin started, repeats included")
                @Nullable Long totalEvents,
        @Doc("About how many bytes they took") @Nullable Long totalBytes,
        @Doc(TABLES) List<TableReport> tables,
        @Doc(SUBSCRIBERS) List<SubscriberReport> subscribers,
        @Doc(RETENTION) @Nullable RetentionReport retention,
        @Doc(SNAPSHOTS) List<SnapshotReport> snapshots,
        @Doc("What will hurt some day, with the repair") List<String> warnings,
        @Doc("What went wrong") @Nullable String error,
        @Doc("When it is tried again; ISO-8601, UTC") @Nullable Instant nextRetryAt,
        @Doc("The newest gap: at, what, decision (null while a person has to decide)")
                Gaps.@Nullable Gap lastGap,
        @Doc("Without source_id: the same of every source") List<SourceReport> sources) {
    private static final String TABLES =
            "Of each table of which something came or is read: table, state (snapshotting,"
                    + " streaming; null when the source is not open), events, operations (a count"
                    + " for each), last_event";
    private static final String SUBSCRIBERS =
            "Of each trigger: workflow, started, delivered (events), failed_runs, error (what it"
                    + " fails with now)";
    private static final String SNAPSHOTS =
            "The tables that are read, or were read last: id, table, state, rows, estimate, chunks,"
                    + " error";
    private static final String RETENTION =
            "What the database keeps for the source: holder (such as a replication slot),"
                + " retained_bytes, safe_bytes (how much more fits), status (the database's word)";

    /** Of all sources. */
    static SourceReport of(List<SourceReport> all) {
        return new SourceReport(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, List.of(), List.of(), null, List.of(), List.of(), null, null, null,
                all);
    }

    /**
     * Of one source. Never blocks.
     *
     * @param redacted hides what must not be seen
     */
    static SourceReport of(Source source, UnaryOperator<@Nullable String> redacted) {
        SourceStatus status = source.status();
        Optional<StreamStatus> stream = Optional.ofNullable(status.stream());
        SourceCounts counts = source.memory().counts();
        return new SourceReport(
                source.spec().sourceId(),
                status.state(),
                redacted.apply(status.reason()),
                source.spec().provider(),
                known(stream, s -> s.acknowledged() == null ? null : s.acknowledged().text()),
                known(stream, s -> s.activity().lastEventAt()),
                counts.acknowledgedAt(),
                known(stream, s -> s.activity().lastKeepaliveAt()),
                known(stream, s -> s.lag().bytes()),
                known(stream, s -> Thresholds.seconds(s.lag().time())),
                known(stream, s -> s.activity().queuedEvents()),
                known(stream, s -> s.activity().queuedBytes()),
                counts.eventsPerSecond(),
                counts.bytesPerSecond(),
                counts.events(),
                counts.bytes(),
                TableReport.all(counts, status.stream()),
                SubscriberReport.all(source, redacted),
                known(stream, s -> RetentionReport.of(s.lag().retention())),
                SnapshotReport.all(status.stream()),
                warnings(source, stream, redacted),
                redacted.apply(status.error()),
                status.nextRetryAt(),
                source.memory().gaps().last(),
                List.of());
    }

    private static List<String> warnings(
            Source source,
            Optional<StreamStatus> stream,
            UnaryOperator<@Nullable String> redacted) {
        String lag = source.lagWarning();
        return Stream.concat(
                        stream.map(StreamStatus::warnings).orElse(List.of()).stream(),
                        Stream.ofNullable(lag))
                .map(warning -> String.valueOf(redacted.apply(warning)))
                .toList();
    }

    private static <T> @Nullable T known(
            Optional<StreamStatus> stream, Function<StreamStatus, @Nullable T> part) {
        return stream.isPresent() ? part.apply(stream.get()) : null;
    }
}
