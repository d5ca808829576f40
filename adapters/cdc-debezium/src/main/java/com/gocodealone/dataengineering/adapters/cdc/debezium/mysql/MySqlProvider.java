package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.DebeziumStream;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineRun;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EventQueue;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.InitialProgress;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Interleaver;
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
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Problems;

import io.debezium.engine.RecordChangeEvent;

import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Provider debezium for sources that are MySQL or MariaDB. Stateless and thread-safe. */
public final class MySqlProvider implements CdcProvider {
    private static final Duration GLANCE = Duration.ofMillis(20);

    @Override
    public String name() {
        return "debezium";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.INITIAL_SNAPSHOT,
                Capability.SNAPSHOT,
                Capability.LAG_BYTES,
                Capability.RETENTION,
                Capability.SCHEMA_HISTORY,
                Capability.DIAGNOSIS);
    }

    @Override
    public void validate(SourceSpec source) {
        Settled.of(source);
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) throws InterruptedException {
        Settled settled = Settled.of(source);
        Stores stores = Stores.of(settled.tls());
        ChangeStream stream = null;
        try {
            stream = open(source, settled, stores, context);
            return stream;
        } catch (Failure failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException(); // that is what broke the connection
            }
            throw failure;
        } finally {
            if (stream == null) {
                Quietly.close(stores);
            }
        }
    }

    private static ChangeStream open(
            SourceSpec source, Settled settled, Stores stores, StreamContext context)
            throws InterruptedException {
        Memory memory = Memory.of(context.state());
        Plan plan = settled.preflight(source, stores, memory).plan(context.begin());
        return plan.course() == Course.NOTHING
                ? new CompletedStream(memory.offsets().position())
                : start(plan, memory, context.maxQueuedBytes());
    }

    private static ChangeStream start(Plan plan, Memory memory, long maxQueuedBytes)
            throws InterruptedException {
        Offsets offsets = memory.offsets();
        TableHistory history = memory.history();
        Scope scope = new Scope(offsets, history);
        EventQueue queue = new EventQueue(maxQueuedBytes);
        InitialProgress initial = new InitialProgress(estimates(plan));
        Interleaver interleaver = new Interleaver();
        MySqlAssembler assembler =
                new MySqlAssembler(
                        new Shapes(new Forms(plan.database().flavor())),
                        queue,
                        interleaver,
                        initial,
                        new MySqlAssembler.Begin(history, offsets.position(), plan.placeNumber()));
        EngineRun engine = null;
        boolean open = false;
        try {
            engine =
                    EngineRun.start(
                            plan.scan().sourceId(),
                            MySqlSettings.of(plan, scope.id(), maxQueuedBytes),
                            listener(plan, assembler, queue));
            awaitStart(engine, plan, history);
            open = true;
        } finally {
            if (!open) {
                offsets.close();
                Quietly.close(engine);
                scope.close();
            }
        }
        AutoCloseable reader =
                plan.course().hasChanges()
                        ? new SnapshotReader(
                                plan.scan().sourceId(),
                                new OnDemandTables(plan.database(), memory.server(), assembler),
                                memory.wishes(),
                                interleaver)
                        : () -> {};
        Snapshots snapshots =
                new TableSnapshots(
                        initial, memory.wishes(), new SnapshotCheck(plan)::check, List::of);
        return new DebeziumStream(
                new DebeziumStream.Parts(
                        queue, engine, new BinlogMonitor(plan, offsets), snapshots),
                offsets,
                plan.course(),
                () -> {
                    Quietly.close(reader);
                    scope.close();
                    Quietly.close(plan.database().stores());
                });
    }

    /** A statement that changes a table must not come before Debezium has looked at that table. */
    private static void awaitStart(EngineRun engine, Plan plan, TableHistory history)
            throws InterruptedException {
        engine.awaitStart();
        while (plan.rebuild() && history.describedTables() < plan.tables().size()) {
            Thread.sleep(GLANCE);
            engine.awaitStart(); // or it has ended
        }
    }

    /** How many rows there are is not asked: it would be a guess. */
    private static Map<TableId, @Nullable Long> estimates(Plan plan) {
        Map<TableId, @Nullable Long> unknown = new LinkedHashMap<>();
        if (plan.course().beginsWithRows()) {
            plan.tables().forEach(table -> unknown.put(table, null));
        }
        return unknown;
    }

    private static EngineRun.Listener listener(
            Plan plan, MySqlAssembler assembler, EventQueue queue) {
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
                return MySqlRefusals.ofEngine(error, message, plan.database());
            }
        };
    }

    @Override
    public List<Finding> diagnose(SourceSpec source, StreamContext context) {
        Settled settled = Settled.of(source);
        try (Stores stores = Stores.of(settled.tls())) {
            return settled.preflight(source, stores, Memory.of(context.state())).diagnose();
        }
    }

    /** What a source says, read and checked. */
    private record Settled(Flavor flavor, Dsn dsn, Tls tls, MySqlOptions options) {
        static Settled of(SourceSpec source) {
            Problems problems = new Problems();
            MySqlOptions options = options(source, problems);
            Dsn dsn = dsn(source, problems);
            Tls tls = dsn == null || options == null ? null : options.tls(dsn, problems);
            problems.throwIfAny();
            if (dsn == null || options == null || tls == null) {
                throw new IllegalStateException("a problem without a word");
            }
            return new Settled(Flavor.of(source.sourceType()), dsn, tls, options);
        }

        Preflight preflight(SourceSpec source, Stores stores, Memory memory) {
            Database database = new Database(flavor, dsn, tls, options.connectTimeout(), stores);
            return new Preflight(Scan.of(source, dsn), options, database, memory);
        }

        private static @Nullable MySqlOptions options(SourceSpec source, Problems problems) {
            try {
                return source.options().as(MySqlOptions.class);
            } catch (Failure failure) {
                problems.add("options: " + failure.fact());
                return null;
            }
        }

        private static @Nullable Dsn dsn(SourceSpec source, Problems problems) {
            String connection = source.connection();
            if (connection == null || connection.isBlank()) {
                problems.add("connection is required, such as mysql://user:secret@host:3306/shop");
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
