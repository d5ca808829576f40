package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after one task on a thread of its own: has it run, asks for reloads, and keeps a picture of
 * it. When it is closed the task stays as it is. Thread-safe.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** CloudWatch has a new figure once a minute. */
    private static final Duration LATENCY_PERIOD = Duration.ofMinutes(1);

    private static final String INITIAL = "initial";

    private final Task task;
    private final Ignition ignition;
    private final Reloads reloads;
    private final Duration period;
    private final List<String> lasting;
    private final CloudWatchClient cloudWatch;
    private final Consumer<Failure> end;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private final List<SnapshotProgress> finished = new ArrayList<>();
    private volatile TaskState state;
    private volatile List<TableStatistics> statistics = List.of();
    private volatile List<SnapshotProgress> progress = List.of();
    private volatile @Nullable Duration lag;
    private volatile @Nullable String trouble;
    private @Nullable Latency latency;
    private Instant latencyDueAt = Instant.now();

    /**
     * What a supervisor needs to know.
     *
     * @param period between two looks
     * @param warnings that stay, such as a setting that is not as it should be
     */
    public record Duties(
            Task task,
            Ignition ignition,
            StateStore state,
            Duration period,
            List<String> warnings) {
        public Duties {
            warnings = List.copyOf(warnings);
        }
    }

    private Supervisor(
            Duties duties, TaskState state, CloudWatchClient cloudWatch, Consumer<Failure> end) {
        this.task = duties.task();
        this.ignition = duties.ignition();
        this.reloads = new Reloads(duties.state());
        this.period = duties.period();
        this.lasting = duties.warnings();
        this.state = state;
        this.cloudWatch = cloudWatch;
        this.end = end;
        this.thread = Thread.ofVirtual().name("dms-task").unstarted(this::run);
    }

    /**
     * Takes a first look, which may start the task.
     *
     * @param end is told why no more changes will come
     * @throws Failure when there is no such task, or it cannot be reached or started
     */
    public static Supervisor start(
            Duties duties, CloudWatchClient cloudWatch, Consumer<Failure> end)
            throws InterruptedException {
        Supervisor supervisor = new Supervisor(duties, duties.task().state(), cloudWatch, end);
        supervisor.ignition.turn(supervisor.state);
        supervisor.thread.start();
        return supervisor;
    }

    private void run() {
        try {
            while (true) {
                look();
                if (wake.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("the task {} cannot be looked after", state.name(), e);
            end.accept(
                    e instanceof Failure failure
                            ? failure
                            : new Failure(Failure.Kind.UNAVAILABLE, e.toString(), e));
        }
    }

    /** What cannot be seen now may be seen at the next look; what is wrong with the task, not. */
    private void look() throws InterruptedException {
        try {
            state = task.state();
            ignition.turn(state);
            if (state.is("running")) {
                askForReloads();
            }
            statistics = task.statistics();
            progress = picture();
            trouble = null;
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.INVALID || ignition.isOut()) {
                throw failure;
            }
            trouble = failure.fact();
        }
        lookAtLatency();
    }

    private void lookAtLatency() throws InterruptedException {
        if (Instant.now().isBefore(latencyDueAt)) {
            return;
        }
        latencyDueAt = Instant.now().plus(LATENCY_PERIOD);
        try {
            lag = latency().newest();
        } catch (Failure unknown) {
            LOG.info("the latency of the task {} is not known: {}", state.name(), unknown.fact());
            lag = null;
        }
    }

    private Latency latency() throws InterruptedException {
        Latency known = latency;
        if (known == null) {
            String instance = task.instanceName(state.instanceArn());
            known = new Latency(cloudWatch, instance, task.arn());
            latency = known;
        }
        return known;
    }

    private void askForReloads() throws InterruptedException {
        for (Reloads.Reload reload : reloads.all()) {
            if (reload.askedAt() == null) {
                Instant at = Instant.now();
                task.reload(reload.tables());
                reloads.asked(reload, at);
            }
        }
    }

    private List<SnapshotProgress> picture() {
        List<SnapshotProgress> all = new ArrayList<>();
        if (state.readsRows()) {
            statistics.forEach(table -> all.add(Loads.progress(INITIAL, table, null)));
        }
        for (Reloads.Reload reload : reloads.all()) {
            List<SnapshotProgress> tables =
                    statistics.stream()
                            .filter(table -> reload.tables().contains(Loads.table(table)))
                            .map(table -> Loads.progress(reload.id(), table, since(reload)))
                            .toList();
            all.addAll(tables);
            if (tables.size() == reload.tables().size()
                    && tables.stream().allMatch(Loads::isOver)) {
                finished.addAll(tables);
                reloads.remove(reload.id());
            }
        }
        finished.stream().filter(one -> !all.contains(one)).forEach(all::add);
        return List.copyOf(all);
    }

    private static Instant since(Reloads.Reload reload) {
        return reload.askedAt() == null ? Instant.MAX : reload.askedAt();
    }

    /**
     * Wishes for the rows of tables once more.
     *
     * @throws Failure INVALID when the task cannot read them
     */
    public void reload(SnapshotRequest request) throws InterruptedException {
        if (request.condition() != null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "DMS reloads whole tables: a condition belongs into the task's table mappings");
        }
        if (!state.readsRows()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    ("the DMS task %s reads changes alone; to reload tables it has to be one of"
                                    + " type full-load-and-cdc")
                            .formatted(state.name()));
        }
        List<TableId> known = task.statistics().stream().map(Loads::table).toList();
        for (TableId table : request.tables()) {
            if (!known.contains(table)) {
                throw new Failure(
                        Failure.Kind.INVALID,
                        "the table mappings of the DMS task %s do not include %s"
                                .formatted(state.name(), table));
            }
        }
        reloads.add(request.id(), request.tables());
        wake.release();
    }

    /** See {@link Reloads#cancel}. */
    public void cancel(String id) {
        reloads.cancel(id);
    }

    public List<SnapshotProgress> progress() {
        return progress;
    }

    /** What a person has to know, in sentences. */
    public List<String> warnings() {
        List<String> all = new ArrayList<>(lasting);
        TaskState now = state;
        if (!now.is("running") && !now.isComplete()) {
            all.add(now.sentence());
        }
        String unseen = trouble;
        if (unseen != null) {
            all.add(unseen);
        }
        return all;
    }

    public boolean isLoading() {
        return state.isLoading();
    }

    /** Whether the task has done all that it has to do. */
    public boolean isComplete() {
        return state.isComplete();
    }

    /** How far the task is behind its database; null when that is not known. */
    public @Nullable Duration lag() {
        return lag;
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
