package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotMode;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A source's connector on the cluster. Thread-safe. */
final class Connector {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** A task that is started again is still told as failed for a moment. */
    private static final Duration STALE = Duration.ofSeconds(5);

    /** As Debezium and PostgreSQL say it. */
    private static final Pattern LOST =
            Pattern.compile(
                    "no longer available on the server"
                            + "|can no longer (access|get changes from) replication slot"
                            + "|cannot read from logical replication slot");

    private static final String CONFIG = "/config";
    private static final String STATUS = "/status";
    private static final String RESUME = "/resume";

    private final Setup setup;
    private final RestApi rest;

    Connector(Setup setup, RestApi rest) {
        this.setup = setup;
        this.rest = rest;
    }

    /**
     * Makes it when it is missing, brings it to what the source says, and returns once its task
     * runs.
     *
     * @throws Failure CONFLICT when somebody else made it, GAP when the database no longer has what
     *     follows, INVALID when the cluster refuses it, UNAVAILABLE when its task does not run
     */
    void run(StreamContext.Begin begin) throws InterruptedException {
        Map<String, String> current = config();
        boolean anew = begin != StreamContext.Begin.RESUME;
        String mode =
                current == null || anew
                        ? snapshotMode(begin)
                        : current.getOrDefault(ConnectorConfig.SNAPSHOT_MODE, "");
        Map<String, String> wanted = ConnectorConfig.of(setup, mode);
        if (!wanted.equals(current)) {
            rest.put(CONFIG, wanted);
        }
        ConnectorState state = state();
        if (state != null && state.error() != null) {
            restart();
        }
        awaitRunning();
    }

    private String snapshotMode(StreamContext.Begin begin) {
        boolean rows =
                switch (begin) {
                    case RESUME -> setup.options().snapshotMode() == SnapshotMode.INITIAL;
                    case SNAPSHOT -> true;
                    case LATEST -> false;
                };
        return rows ? "initial" : "no_data";
    }

    /** Has it begin anew when it runs next; until then it writes nothing. */
    void forget() throws InterruptedException {
        if (config() != null) {
            forgetOffsets();
        }
    }

    private void forgetOffsets() throws InterruptedException {
        rest.call("PUT", "/stop");
        await(ConnectorState::isStopped, false);
        rest.call("DELETE", "/offsets");
    }

    /** Starts again what of it failed. */
    void restart() throws InterruptedException {
        rest.call("POST", "/restart?includeTasks=true&onlyFailed=true");
    }

    String name() {
        return setup.name();
    }

    /** How it is; null when there is none. */
    @Nullable ConnectorState state() throws InterruptedException {
        return ConnectorState.of(rest.get(STATUS));
    }

    /** What it failed of, as a failure. */
    Failure failure(String error) {
        String said = setup.redact(error);
        Failure.Kind kind = LOST.matcher(said).find() ? Failure.Kind.GAP : Failure.Kind.UNAVAILABLE;
        return new Failure(kind, "connector %s failed: %s".formatted(setup.name(), said));
    }

    /**
     * Deletes it with its slot and its offsets, when it was made for this source.
     *
     * @return whether there was one
     */
    boolean delete() throws InterruptedException {
        Map<String, String> current = config();
        if (current == null) {
            return false;
        }
        current.put("slot.drop.on.stop", "true");
        rest.put(CONFIG, current);
        awaitRunning();
        forgetOffsets();
        rest.call("DELETE", "");
        return true;
    }

    /** Null when there is none. */
    private @Nullable Map<String, String> config() throws InterruptedException {
        JsonNode found = rest.get(CONFIG);
        if (found == null) {
            return null;
        }
        Map<String, String> config = new TreeMap<>();
        found.properties().forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        config.remove("name");
        if (!setup.source().sourceId().equals(config.get(ConnectorConfig.OWNER))) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    ("connector %s exists and was not made for this source: name another one in"
                                    + " options.connector")
                            .formatted(setup.name()));
        }
        return config;
    }

    /** A connector that was stopped may not be told as stopped when its work is divided anew. */
    private void awaitRunning() throws InterruptedException {
        await(ConnectorState::isRunning, true);
    }

    private void await(Predicate<ConnectorState> reached, boolean resuming)
            throws InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            ConnectorState state = state();
            if (state != null && reached.test(state)) {
                return;
            }
            if (resuming && state != null && state.isHalted()) {
                rest.call("PUT", RESUME);
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            if (state != null && state.error() != null && waited.compareTo(STALE) > 0) {
                throw failure(state.error());
            }
            if (waited.compareTo(PATIENCE) > 0) {
                throw new Failure(
                        Failure.Kind.UNAVAILABLE,
                        "connector %s does not come to work: %s".formatted(setup.name(), state));
            }
            Thread.sleep(PAUSE);
        }
    }
}
