package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A task as DMS describes it.
 *
 * @param name that its maker gave it
 * @param wasStarted whether it ever ran
 * @param loadPercent how much of the rows that are there is read; null when that is not known
 * @param trouble why it stopped or failed; null when DMS does not say
 * @param settings its task settings, as JSON
 */
record TaskState(
        String name,
        String status,
        MigrationTypeValue migrationType,
        boolean wasStarted,
        @Nullable Integer loadPercent,
        @Nullable String trouble,
        String instanceArn,
        String targetEndpointArn,
        String settings) {
    private static final List<String> DOWN = List.of("ready", "stopped", "failed");
    private static final String LOADED_ALL = "FULL_LOAD_ONLY_FINISHED";

    static TaskState of(ReplicationTask task) {
        var statistics = task.replicationTaskStats();
        String trouble =
                Stream.of(task.lastFailureMessage(), task.stopReason())
                        .filter(Objects::nonNull)
                        .filter(text -> !text.isBlank())
                        .collect(Collectors.joining("; "));
        return new TaskState(
                task.replicationTaskIdentifier(),
                task.status(),
                task.migrationType(),
                task.replicationTaskStartDate() != null,
                statistics == null ? null : statistics.fullLoadProgressPercent(),
                trouble.isEmpty() ? null : trouble,
                task.replicationInstanceArn(),
                task.targetEndpointArn(),
                task.replicationTaskSettings() == null ? "{}" : task.replicationTaskSettings());
    }

    boolean is(String word) {
        return status.equals(word);
    }

    /** Whether it waits for somebody to start it. */
    boolean isDown() {
        return DOWN.contains(status);
    }

    boolean readsRows() {
        return migrationType != MigrationTypeValue.CDC;
    }

    /** Whether it has read the rows that are there and has nothing else to do. */
    boolean isComplete() {
        return is("stopped")
                && migrationType == MigrationTypeValue.FULL_LOAD
                && trouble != null
                && trouble.contains(LOADED_ALL);
    }

    /** Whether rows that are there are read now. */
    boolean isLoading() {
        return is("running") && readsRows() && loadPercent != null && loadPercent < 100;
    }

    /** What keeps it from running, for a person. */
    String sentence() {
        String reason = trouble == null ? "" : ": " + trouble;
        String load = isLoading() ? " and has read %d %% of the rows".formatted(loadPercent) : "";
        return "the DMS task %s is %s%s%s".formatted(name, status, load, reason);
    }
}
