package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.DebeziumStream;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineRun;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EventQueue;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.InitialProgress;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Interleaver;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Monitor;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Scope;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotReader;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Snapshots;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableSnapshots;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.CompletedStream;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.config.Problems;

import io.debezium.engine.RecordChangeEvent;

import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Provider debezium for sources that are PostgreSQL. Stateless and thread-safe. */
public final class PostgresProvider implements CdcProvider {
    @Override
    public String name() {
        return "debezium";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.INITIAL_SNAPSHOT,
                Capability.SNAPSHOT,
                Capability.SCHEMA_HISTORY,
                Capability.LAG_BYTES,
                Capability.RETENTION,
                Capability.RELEASE,
                Capability.DIAGNOSIS);
    }

    @Override
    public void validate(SourceSpec source) {
        Settled.of(source);
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) throws InterruptedException {
        Settled settled = Settled.of(source);
        try {
            return open(source, settled, context);
        } catch (Failure failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException(); // that is what broke the connection
            }
            throw failure;
        }
    }

    private static ChangeStream open(SourceSpec source, Settled settled, StreamContext context)
            throws InterruptedException {
        Remembered remembered = Remembered.in(context.state());
        Ledger ledger = new Ledger(context.state());
        Target target = settled.target(source, ledger.reader());
        Plan plan = new Preflight(target, context, remembered).plan();
        if (plan.course() == Course.NOTHING) {
            return new CompletedStream(remembered.offsets().position());
        }
        TableJoin join = new TableJoin(target, ledger, remembered.tables(), remembered.wishes());
        return start(plan, remembered, join);
    }

    @Override
    public List<String> release(SourceSpec source, StreamContext context)
            throws InterruptedException {
        Ledger ledger = new Ledger(context.state());
        Target target = Settled.of(source).target(source, ledger.reader());
        return new Release(target, new Offsets(context.state()), ledger).run();
    }

    @Override
    public List<Finding> diagnose(SourceSpec source, StreamContext context) {
        Target target = Settled.of(source).target(source, "diagnosis");
        Ledger ledger = new Ledger(context.state());
        Offsets offsets = new Offsets(context.state());
        Beginning beginning = new Beginning(target, context.begin(), offsets, ledger);
        return new Diagnosis(target, beginning, offsets, ledger).run();
    }

    private static ChangeStream start(Plan plan, Remembered remembered, TableJoin join)
            throws InterruptedException {
        Offsets offsets = remembered.offsets();
        Connections connections = new Connections(plan.database(), plan.course());
        Catalog catalog = new Catalog(connections);
        Types types = new Types(catalog);
        Scope scope = new Scope(connections, offsets, types);
        EventQueue queue = new EventQueue(plan.maxQueuedBytes());
        Interleaver interleaver = new Interleaver();
        InitialProgress initial = new InitialProgress(plan.estimates());
        Shapes shapes = new Shapes(catalog, remembered.tables()::covers);
        Assembler assembler = new Assembler(shapes, queue, interleaver, initial);
        EngineRun engine = null;
        boolean open = false;
        try {
            engine =
                    EngineRun.start(
                            plan.slot(),
                            PostgresSettings.of(plan, scope.id()),
                            listener(plan, assembler, queue));
            engine.awaitStart();
            open = true;
        } finally {
            if (!open) {
                offsets.close();
                connections.close(); // before the engine: the start may be waiting for an answer
                Quietly.close(engine);
                scope.close();
            }
        }
        Monitor monitor =
                new SlotMonitor(
                        plan,
                        why -> {
                            queue.fail(why);
                            connections.drop();
                        });
        AutoCloseable reader =
                plan.course().hasChanges()
                        ? new SnapshotReader(
                                plan.slot(),
                                new OnDemandTables(plan.database(), join, types),
                                remembered.wishes(),
                                interleaver)
                        : () -> {};
        SnapshotCheck check = new SnapshotCheck(plan.database(), plan.options());
        Snapshots snapshots =
                new TableSnapshots(
                        initial, remembered.wishes(), check::check, () -> warnings(plan, join));
        return new DebeziumStream(
                new DebeziumStream.Parts(queue, engine, monitor, snapshots),
                offsets,
                plan.course(),
                () -> {
                    Quietly.close(reader);
                    connections.close();
                    scope.close();
                });
    }

    private static List<String> warnings(Plan plan, TableJoin join) {
        return Stream.concat(plan.warnings().stream(), join.warnings().stream()).toList();
    }

    private static EngineRun.Listener listener(Plan plan, Assembler assembler, EventQueue queue) {
        return new EngineRun.Listener() {
            @Override
            public void accept(RecordChangeEvent<SourceRecord> record) throws InterruptedException {
                assembler.accept(record);
            }

            @Override
            public void paused() {
                queue.flush();
            }

            @Override
            public void ended(Failure why) {
                queue.fail(why);
            }

            @Override
            public Failure explain(@Nullable Throwable error, @Nullable String message) {
                return PostgresRefusals.ofEngine(error, message, plan);
            }
        };
    }

    /** What a source says, read and checked. */
    private record Settled(Dsn dsn, PostgresOptions options) {
        Target target(SourceSpec source, String reader) {
            Database database = new Database(dsn, source.sourceId(), options, reader);
            return new Target(source, options, database);
        }

        static Settled of(SourceSpec source) {
            Problems problems = new Problems();
            PostgresOptions options = options(source, problems);
            Dsn dsn = dsn(source, problems);
            Dsn complete =
                    dsn == null || options == null ? dsn : dsn.withDefaults(options.tls(problems));
            problems.throwIfAny();
            if (complete == null || options == null) {
                throw new IllegalStateException("a problem without a word");
            }
            return new Settled(complete, options);
        }

        private static @Nullable PostgresOptions options(SourceSpec source, Problems problems) {
            try {
                return source.options().as(PostgresOptions.class);
            } catch (Failure failure) {
                problems.add("options: " + failure.fact());
                return null;
            }
        }

        private static @Nullable Dsn dsn(SourceSpec source, Problems problems) {
            String connection = source.connection();
            if (connection == null || connection.isBlank()) {
                problems.add(
                        "connection is required, such as postgres://user:secret@host:5432/shop");
                return null;
            }
            try {
                return Dsn.parse(connection);
            } catch (Failure failure) {
                problems.add(failure.fact());
                return null;
            }
        }
    }
}
