package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.util.List;
import java.util.Map;

/**
 * Has a task run: the first time from the beginning, later from where it was; from the beginning
 * again when its rows are to be read once more. A task that ran and was stopped by somebody is left
 * alone. Confined.
 */
public final class Ignition {
    private static final Logger LOG = LoggerFactory.getLogger(Ignition.class);
    private static final String RELOAD_DUE = "dms.reload_due";
    private static final List<String> GONE = List.of("deleting", "failed-move");

    private final Task task;
    private final StateStore state;

    /** What is still to happen. */
    private enum Wish {
        /** It is to run. */
        RUN,
        /** It was told to, and has not run since. */
        RUNNING_SOON,
        /** Nothing; it has run. */
        NONE
    }

    private Wish wish;
    private boolean out;

    /**
     * @param starts whether the task is started when it does not run
     */
    public Ignition(Task task, StateStore state, boolean starts) {
        this.task = task;
        this.state = state;
        this.wish = starts ? Wish.RUN : Wish.NONE;
    }

    /** Has the rows that are there read once more; this outlives a crash. */
    public static void wishReload(StateStore state) {
        state.put(Map.of(RELOAD_DUE, "true"));
    }

    /** Whether the task has come to an end that another look would not change. */
    boolean isOut() {
        return out;
    }

    /**
     * Does the next thing that has to be done for a task that is in state {@code now}.
     *
     * @throws Failure UNAVAILABLE when the task has failed, INVALID when it is being deleted
     */
    void turn(TaskState now) throws InterruptedException {
        if (GONE.contains(now.status())) {
            out = true;
            throw new Failure(Failure.Kind.INVALID, now.sentence());
        }
        boolean reload = state.get(RELOAD_DUE) != null;
        if (now.is("running")) {
            if (reload) {
                stopForReload(now);
            } else {
                wish = Wish.NONE;
            }
        } else if (now.isDown() && !now.isComplete()) {
            turnDown(now, reload);
        }
    }

    private void stopForReload(TaskState now) throws InterruptedException {
        if (!now.readsRows()) {
            out = true;
            throw new Failure(
                    Failure.Kind.INVALID,
                    ("the DMS task %s reads changes alone, so it cannot read all rows again; start"
                                    + " the source with on_gap: continue instead")
                            .formatted(now.name()));
        }
        LOG.info("the task {} is stopped to read all rows again", now.name());
        task.stop();
        wish = Wish.RUN;
    }

    private void turnDown(TaskState now, boolean reload) throws InterruptedException {
        boolean failed = now.is("failed");
        if (wish == Wish.RUN || reload) {
            StartReplicationTaskTypeValue type = type(now, reload);
            LOG.info("the task {} is started: {}", now.name(), type);
            task.start(type);
            state.remove(RELOAD_DUE);
            wish = Wish.RUNNING_SOON;
        } else if (failed) {
            out = true;
            throw new Failure(Failure.Kind.UNAVAILABLE, now.sentence());
        }
    }

    private static StartReplicationTaskTypeValue type(TaskState now, boolean reload) {
        if (!now.wasStarted()) {
            return StartReplicationTaskTypeValue.START_REPLICATION;
        }
        return reload
                ? StartReplicationTaskTypeValue.RELOAD_TARGET
                : StartReplicationTaskTypeValue.RESUME_PROCESSING;
    }
}
