package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.Failure;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;

import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run of Debezium's engine, from its start to its end. It never starts itself again: whatever
 * goes wrong ends it, and the host opens a new stream. Made and closed by the stream's thread.
 */
public final class EngineRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration ORDERLY_END = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** All connections of the process share the drivers' threads. */
    private static final List<String> OF_DRIVERS = List.of("PostgreSQL-JDBC-", "mysql-cj-");

    /** What the engine has to say. */
    public interface Listener {
        /** In order, from one thread of the engine's. */
        void accept(RecordChangeEvent<SourceRecord> record) throws InterruptedException;

        /** No record follows right now. The same thread. */
        void paused();

        /** Once, unless the run is closed first. */
        void ended(Failure why);

        /** What the end of Debezium means, by what it said. Any thread. */
        Failure explain(@Nullable Throwable error, @Nullable String message);
    }

    private final Listener listener;

    /** Debezium's own threads are in it too, because one of it makes the engine and all of them. */
    private final ThreadGroup group;

    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile @Nullable DebeziumEngine<?> engine;
    private volatile boolean started;
    private volatile boolean closed;
    private volatile @Nullable Failure failure;
    private volatile @Nullable Marks marks;

    private EngineRun(String name, Listener listener) {
        this.listener = listener;
        this.group = new ThreadGroup("debezium-" + name);
    }

    /**
     * Starts Debezium; {@link #awaitStart} tells how that went.
     *
     * @param name for its threads
     */
    public static EngineRun start(String name, Properties properties, Listener listener) {
        EngineRun run = new EngineRun(name, listener);
        Thread thread =
                Thread.ofPlatform()
                        .group(run.group)
                        .daemon()
                        .name(run.group.getName())
                        .unstarted(() -> run.run(properties));
        thread.setContextClassLoader(EngineRun.class.getClassLoader());
        thread.start();
        return run;
    }

    private void run(Properties properties) {
        DebeziumEngine<?> built;
        try {
            built = build(properties);
        } catch (RuntimeException e) {
            end(null, e);
            return;
        }
        engine = built;
        built.run();
    }

    private DebeziumEngine<?> build(Properties properties) {
        return DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(properties)
                .using(
                        new DebeziumEngine.ConnectorCallback() {
                            @Override
                            public void taskStarted() {
                                started = true;
                                settled.countDown();
                            }
                        })
                .using((success, message, error) -> end(message, error))
                .notifying(this::handle)
                .build();
    }

    private void handle(
            List<RecordChangeEvent<SourceRecord>> records,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        marks = new Marks(committer, records.getLast());
        for (RecordChangeEvent<SourceRecord> record : records) {
            listener.accept(record);
        }
        listener.paused();
    }

    private void end(@Nullable String message, @Nullable Throwable error) {
        if (!closed) {
            Failure why = listener.explain(error, message);
            failure = why;
            listener.ended(why);
        }
        settled.countDown();
    }

    /**
     * Waits until Debezium reads, so that changes cannot be missed any more.
     *
     * @throws Failure when Debezium ended instead
     */
    public void awaitStart() throws InterruptedException {
        settled.await();
        Failure why = failure;
        if (why != null) {
            throw why;
        }
    }

    /** Makes Debezium store {@code offset}, which one of the records had. One thread at a time. */
    public void mark(Map<String, ?> offset) throws InterruptedException {
        Objects.requireNonNull(marks).store(offset);
    }

    /**
     * How Debezium is told an offset.
     *
     * @param any record of the run; only its offset is looked at, and that is replaced
     */
    private record Marks(
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer,
            RecordChangeEvent<SourceRecord> any) {
        void store(Map<String, ?> offset) throws InterruptedException {
            DebeziumEngine.Offsets offsets = committer.buildOffsets();
            offset.forEach(offsets::set);
            committer.markProcessed(any, offsets);
            committer.markBatchFinished();
        }
    }

    /** Waits for the end of Debezium's threads, even when interrupted. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = Thread.interrupted();
        while (!isStopped()) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when it was interrupted in the meantime. */
    private boolean isStopped() {
        try {
            settled.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            DebeziumEngine<?> running = engine;
            if (started && running != null) {
                close(running);
            }
            awaitThreads();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void close(DebeziumEngine<?> engine) {
        try {
            engine.close();
        } catch (IllegalStateException | IOException e) {
            // It had ended by itself.
        }
    }

    /** An interruption in the middle of an orderly end would leave a connection behind. */
    private void awaitThreads() throws InterruptedException {
        awaitThreads(ORDERLY_END, thread -> {});
        awaitThreads(PATIENCE, Thread::interrupt);
    }

    /** One that reads a binary log may wait for room for every change that it has still to tell. */
    private void awaitThreads(Duration atMost, Consumer<Thread> push) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<Thread> left = threads();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            left.forEach(push);
            left.getFirst().join(BETWEEN_LOOKS);
            left = threads();
        }
    }

    private List<Thread> threads() {
        Thread[] threads = new Thread[2 * group.activeCount() + 10];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(one -> OF_DRIVERS.stream().noneMatch(one.getName()::startsWith))
                .toList();
    }
}
