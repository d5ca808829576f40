package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * How Kafka Connect says that a connector and its tasks are.
 *
 * @param tasks the state of each
 * @param error why one of them failed; null when none did
 */
record ConnectorState(String connector, List<String> tasks, @Nullable String error) {
    private static final String RUNNING = "RUNNING";
    private static final String FAILED = "FAILED";

    ConnectorState {
        tasks = List.copyOf(tasks);
    }

    /** Null when there is no connector, or nothing is known of it yet. */
    static @Nullable ConnectorState of(@Nullable JsonNode status) {
        if (status == null) {
            return null;
        }
        JsonNode connector = status.path("connector");
        List<String> tasks = new ArrayList<>();
        String error = error(connector);
        for (JsonNode task : status.path("tasks")) {
            tasks.add(task.path("state").asText());
            error = error == null ? error(task) : error;
        }
        return new ConnectorState(connector.path("state").asText(), tasks, error);
    }

    /** The innermost cause is what a person can do something about. */
    private static @Nullable String error(JsonNode part) {
        if (!part.path("state").asText().equals(FAILED)) {
            return null;
        }
        String trace = part.path("trace").asText("no reason");
        String[] causes = trace.split("\nCaused by: ", -1);
        return causes[causes.length - 1].lines().findFirst().orElse("no reason");
    }

    boolean isRunning() {
        return connector.equals(RUNNING)
                && !tasks.isEmpty()
                && tasks.stream().allMatch(RUNNING::equals);
    }

    boolean isHalted() {
        return connector.equals("PAUSED") || connector.equals("STOPPED");
    }

    boolean isStopped() {
        return connector.equals("STOPPED") && tasks.isEmpty();
    }

    /** In words. */
    @Override
    public String toString() {
        return "connector %s, tasks %s".formatted(connector, tasks);
    }
}
