package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/** {@code step.cdc_snapshot}: reads the rows that are there, while changes go on. */
public final class CdcSnapshot implements Step<CdcSnapshot.Input, CdcSnapshot.Output> {
    /** What to do. */
    public enum Action {
        START,
        CANCEL,
        STATUS
    }

    /** The keys of the step. */
    public record Input(
            @Doc("The source to read") String sourceId,
            @Doc("What to do") @Default("start") Action action,
            @Doc(
                            "The tables to read, such as public.orders; none means those of the"
                                + " source. A table that the source does not follow yet joins it")
                    List<String> tables,
            @Doc("Only rows for which this holds, in the database's own SQL, such as id > 1000")
                    @Nullable String where,
            @Doc(
                            "Names the snapshot; to start one, it may be left out, and to cancel"
                                    + " one too when only one is under way")
                    @Nullable String id) {}

    /** What the step says. */
    public record Output(
            @Doc("The source") String sourceId,
            @Doc("What was done: snapshot_triggered, snapshot_cancelled or snapshot_status")
                    String action,
            @Doc("The tables of the snapshot") List<String> tables,
            @Doc("The name of the snapshot; null when all are meant") @Nullable String snapshotId,
            @Doc("How far it is, or all are: id, table, state, rows, estimate, chunks, error")
                    List<SnapshotReport> progress) {}

    private final Sources sources;

    public CdcSnapshot(Sources sources) {
        this.sources = sources;
    }

    @Override
    public String type() {
        return "step.cdc_snapshot";
    }

    @Override
    public String doc() {
        return "Reads the rows of tables while changes go on; cancels that, or says how far it is.";
    }

    @Override
    public Class<Input> input() {
        return Input.class;
    }

    @Override
    public Class<Output> output() {
        return Output.class;
    }

    @Override
    public Output execute(Input input) throws InterruptedException {
        Source source = sources.get(input.sourceId());
        if (!source.offers(Capability.SNAPSHOT)) {
            throw new Failure(
                    Failure.Kind.UNSUPPORTED,
                    "provider %s takes no snapshot on demand".formatted(source.spec().provider()));
        }
        return switch (input.action()) {
            case START -> start(source, input);
            case CANCEL -> cancel(source, input.id());
            case STATUS -> output(source, "snapshot_status", input.id());
        };
    }

    private static Output start(Source source, Input input) throws InterruptedException {
        String id = isSet(input.id()) ? input.id() : UUID.randomUUID().toString();
        List<TableId> tables = tables(source, input.tables());
        String where = isSet(input.where()) ? input.where() : null;
        source.stream().snapshot(new SnapshotRequest(String.valueOf(id), tables, where));
        return new Output(
                source.spec().sourceId(),
                "snapshot_triggered",
                tables.stream().map(TableId::toString).toList(),
                id,
                progress(source, id));
    }

    private static Output cancel(Source source, @Nullable String wanted)
            throws InterruptedException {
        String id = isSet(wanted) ? String.valueOf(wanted) : onlyOneUnderWay(source);
        source.stream().cancelSnapshot(id);
        return output(source, "snapshot_cancelled", id);
    }

    private static String onlyOneUnderWay(Source source) {
        List<String> ids =
                progress(source, null).stream()
                        .filter(CdcSnapshot::isUnderWay)
                        .map(SnapshotReport::id)
                        .distinct()
                        .toList();
        return switch (ids.size()) {
            case 1 -> ids.getFirst();
            case 0 ->
                    throw new Failure(
                            Failure.Kind.NOT_FOUND,
                            "no snapshot of source %s is under way"
                                    .formatted(source.spec().sourceId()));
            default ->
                    throw new Failure(
                            Failure.Kind.INVALID,
                            "id is required: these snapshots are under way: "
                                    + String.join(", ", ids));
        };
    }

    private static boolean isUnderWay(SnapshotReport report) {
        return report.state() == SnapshotProgress.State.WAITING
                || report.state() == SnapshotProgress.State.RUNNING;
    }

    private static Output output(Source source, String action, @Nullable String id) {
        List<SnapshotReport> progress = progress(source, id);
        List<String> tables = progress.stream().map(SnapshotReport::table).distinct().toList();
        return new Output(source.spec().sourceId(), action, tables, id, progress);
    }

    private static List<SnapshotReport> progress(Source source, @Nullable String id) {
        return SnapshotReport.all(source.status().stream()).stream()
                .filter(report -> !isSet(id) || report.id().equals(id))
                .toList();
    }

    private static List<TableId> tables(Source source, List<String> named) {
        if (!named.isEmpty()) {
            return named.stream().map(name -> TableNames.parse("tables", name)).toList();
        }
        List<TablePattern> followed = source.spec().patterns();
        if (followed.isEmpty() || !followed.stream().allMatch(TablePattern::isPlain)) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "tables is required: source %s does not name its tables one by one"
                            .formatted(source.spec().sourceId()));
        }
        return followed.stream().map(one -> TableNames.parse("tables", one.text())).toList();
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
