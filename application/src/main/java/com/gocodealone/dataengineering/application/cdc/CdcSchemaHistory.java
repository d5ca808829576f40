package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.SchemaChanges;
import com.gocodealone.dataengineering.application.cdc.source.SchemaHistory;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.SchemaLog;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code step.cdc_schema_history}: the structures that a table had, and how they differ. */
public final class CdcSchemaHistory
        implements Step<CdcSchemaHistory.Input, CdcSchemaHistory.Output> {
    /** The keys of the step. */
    public record Input(
            @Doc("The source that follows the table") String sourceId,
            @Doc("The table, such as public.orders") String table,
            @Doc("Only versions from then on, such as 2026-01-31T09:30:00Z")
                    @Nullable Instant since,
            @Doc("At most this many, the newest ones") @Default("100") int limit) {}

    /** What the step says. */
    public record Output(
            @Doc("The source") String sourceId,
            @Doc("The table") String table,
            @Doc(HISTORY) List<Version> history,
            @Doc("How many versions the history has") int count) {
        private static final String HISTORY =
                "The versions, the oldest first: table, version (a number that only grows),"
                    + " position, applied_at, ddl (where the database logs it), columns (name,"
                    + " type, nullable, number), key, changes (added, dropped, renamed, retyped,"
                    + " nullability, key; null for the first that is known)";
    }

    /** One structure. */
    record Version(
            String table,
            long version,
            String position,
            Instant appliedAt,
            @Nullable String ddl,
            List<SchemaVersion.Column> columns,
            List<String> key,
            @Nullable SchemaChanges changes) {
        static Version of(SchemaLog.Entry entry, @Nullable SchemaVersion before) {
            SchemaVersion now = entry.version();
            return new Version(
                    now.table().toString(),
                    entry.number(),
                    now.position().text(),
                    now.at(),
                    now.ddl(),
                    now.columns(),
                    now.key(),
                    before == null ? null : SchemaChanges.between(before, now));
        }
    }

    private final Sources sources;

    public CdcSchemaHistory(Sources sources) {
        this.sources = sources;
    }

    @Override
    public String type() {
        return "step.cdc_schema_history";
    }

    @Override
    public String doc() {
        return "Says which structures a table had, when, and how each differs from the one before.";
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
    public Output execute(Input input) {
        SchemaHistory schemas = sources.get(input.sourceId()).memory().schemas();
        TableId table = table(schemas, input.table());
        List<Version> versions = new ArrayList<>();
        SchemaVersion before = null;
        for (SchemaLog.Entry entry : schemas.of(table)) {
            Instant since = input.since();
            if (since == null || !entry.version().at().isBefore(since)) {
                versions.add(Version.of(entry, before));
            }
            before = entry.version();
        }
        int surplus = Math.max(0, versions.size() - Math.max(0, input.limit()));
        List<Version> newest = List.copyOf(versions.subList(surplus, versions.size()));
        return new Output(input.sourceId(), table.toString(), newest, newest.size());
    }

    /** Without its schema a table is found when only one has that name. */
    private static TableId table(SchemaHistory schemas, String name) {
        if (name.contains(".")) {
            return TableNames.parse("table", name);
        }
        List<TableId> named =
                schemas.tables().stream().filter(table -> table.name().equals(name)).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        String known =
                schemas.tables().stream().map(TableId::toString).collect(Collectors.joining(", "));
        throw new Failure(
                Failure.Kind.INVALID,
                "table: \"%s\" needs its schema, as in public.orders (known: %s)"
                        .formatted(name, known.isEmpty() ? "none yet" : known));
    }
}
