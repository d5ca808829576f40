package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A task of the fake, with the states of a real one. It moves changes on a thread of its own while
 * it runs. Thread-safe.
 */
final class FakeTask {
    private static final int PAUSE_MILLIS = 20;

    private final PostgresServer database;
    private final AwsJson kinesis;
    private final String streamArn;
    private final ObjectNode facts;
    private final List<List<String>> names = new ArrayList<>();
    private final Map<List<String>, TableCount> counts = new LinkedHashMap<>();
    private final List<List<String>> reloads = new ArrayList<>();
    private String status = "creating";
    private String stopReason = "";
    private String failure = "";
    private @Nullable Instant startedAt;
    private boolean loaded;
    private String moved = "0/0";
    private @Nullable Thread thread;

    /** What DMS counts of one table. */
    private record TableCount(String state, long rows, @Nullable Instant endedAt) {}

    /**
     * @param facts the task was created with
     */
    FakeTask(PostgresServer database, AwsJson kinesis, String streamArn, ObjectNode facts) {
        this.database = database;
        this.kinesis = kinesis;
        this.streamArn = streamArn;
        this.facts = facts;
        readMappings();
    }

    private void readMappings() {
        JsonNode mappings;
        try {
            mappings = AwsJson.MAPPER.readTree(facts.path("TableMappings").asText());
        } catch (JsonProcessingException e) {
            throw new Fault("InvalidParameterValueException", "TableMappings is not JSON");
        }
        if (!mappings.path("rules").isArray()) {
            throw new Fault("InvalidParameterValueException", "TableMappings has no rules");
        }
        for (JsonNode rule : mappings.path("rules")) {
            if (rule.path("rule-type").asText().equals("selection")) {
                JsonNode locator = rule.path("object-locator");
                select(locator.path("schema-name").asText(), locator.path("table-name").asText());
            }
        }
    }

    private void select(String schema, String table) {
        try {
            database.query(
                            """
                            SELECT table_schema || '.' || table_name FROM information_schema.tables
                            WHERE table_type = 'BASE TABLE' AND table_schema LIKE '%s'
                            AND table_name LIKE '%s'
                            AND table_schema NOT IN ('pg_catalog', 'information_schema')
                            """
                                    .formatted(schema, table))
                    .forEach(
                            found -> {
                                List<String> name = List.of(String.valueOf(found).split("\\.", 2));
                                names.add(name);
                                counts.put(name, new TableCount("Before load", 0, null));
                            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized ObjectNode describe() {
        ObjectNode task = facts.deepCopy();
        task.put("Status", status);
        task.put("StopReason", stopReason);
        task.put("LastFailureMessage", failure);
        if (startedAt != null) {
            task.put("ReplicationTaskStartDate", startedAt.getEpochSecond());
        }
        task.putObject("ReplicationTaskStats")
                .put("FullLoadProgressPercent", loaded ? 100 : 0)
                .put("TablesLoaded", loaded ? names.size() : 0);
        if (status.equals("creating")) {
            status = "ready";
        }
        return task;
    }

    synchronized void start(String type) {
        boolean first = startedAt == null;
        require("ready", "stopped", "failed");
        if (first != type.equals("start-replication")) {
            throw new Fault(
                    "InvalidParameterCombinationException",
                    "%s is not possible for a task that %s"
                            .formatted(type, first ? "never ran" : "ran before"));
        }
        boolean fromTheStart = !type.equals("resume-processing");
        if (!fromTheStart && !List.of("resume-processing").contains(type)) {
            throw new Fault("InvalidParameterValueException", type);
        }
        startedAt = Instant.now();
        status = "starting";
        stopReason = "";
        failure = "";
        Thread worker =
                Thread.ofVirtual().name("fake-dms-task").unstarted(() -> work(fromTheStart));
        thread = worker;
        worker.start();
    }

    private void require(String... allowed) {
        if (!List.of(allowed).contains(status)) {
            throw new Fault(
                    "InvalidResourceStateFault",
                    "Replication Task cannot do that, because it is " + status);
        }
    }

    /** As somebody would in the console, or as the provider does. */
    void stop() {
        synchronized (this) {
            require("running", "starting");
            status = "stopping";
        }
        halt("stopped", "Stop Reason NORMAL", "");
    }

    /** As a task does by itself. */
    void fail(String reason, String message) {
        halt("failed", reason, message);
    }

    private void halt(String state, String reason, String message) {
        Thread worker = thread;
        if (worker != null) {
            worker.interrupt();
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            status = state;
            stopReason = reason;
            failure = message;
        }
    }

    void delete() {
        synchronized (this) {
            require("ready", "stopped", "failed", "creating");
        }
        try (Replication replication = replication()) {
            replication.end();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void reload(List<List<String>> tables) {
        require("running");
        if (facts.path("MigrationType").asText().equals("cdc")) {
            throw new Fault(
                    "InvalidResourceStateFault", "a task for changes alone reloads nothing");
        }
        for (List<String> table : tables) {
            if (!counts.containsKey(table)) {
                throw new Fault("ResourceNotFoundFault", "no table " + table);
            }
            counts.put(table, new TableCount("Table is being reloaded", 0, null));
        }
        reloads.addAll(tables);
    }

    synchronized ArrayNode statistics() {
        ArrayNode all = AwsJson.MAPPER.createArrayNode();
        counts.forEach(
                (name, count) -> {
                    ObjectNode table = all.addObject();
                    table.put("SchemaName", name.getFirst());
                    table.put("TableName", name.getLast());
                    table.put("FullLoadRows", count.rows());
                    table.put("TableState", count.state());
                    if (count.endedAt() != null) {
                        table.put("FullLoadEndTime", count.endedAt().toEpochMilli() / 1000.0);
                    }
                });
        return all;
    }

    /** Whether everything up to {@code lsn} is in the stream. */
    synchronized boolean hasMoved(long lsn) {
        return status.equals("running") && Lsn.parse(moved) >= lsn;
    }

    synchronized String status() {
        return status;
    }

    private Replication replication() throws SQLException {
        String slot = "dms_" + facts.path("ReplicationTaskIdentifier").asText().replace('-', '_');
        return new Replication(
                database, slot, names, new RecordWriter(new KinesisTarget(kinesis, streamArn)));
    }

    private void work(boolean fromTheStart) {
        try (Replication replication = replication()) {
            replication.begin();
            if (fromTheStart) {
                loadAll(replication);
            }
            if (facts.path("MigrationType").asText().equals("full-load")) {
                become("stopped", "Stop Reason FULL_LOAD_ONLY_FINISHED");
                return;
            }
            become("running", "");
            while (true) {
                String upTo = replication.move();
                synchronized (this) {
                    moved = upTo;
                }
                reloadWished(replication);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            synchronized (this) {
                status = "failed";
                stopReason = "Stop Reason FATAL_ERROR Error Level FATAL";
                failure = "Last Error " + e.getMessage();
            }
        }
    }

    private synchronized void become(String state, String reason) {
        status = state;
        stopReason = reason;
    }

    private void loadAll(Replication replication) throws SQLException, InterruptedException {
        replication.skip();
        replication.describe();
        if (!facts.path("MigrationType").asText().equals("cdc")) {
            for (SourceTable table : replication.tables()) {
                load(replication, table);
            }
        }
        synchronized (this) {
            loaded = true;
        }
    }

    private void load(Replication replication, SourceTable table)
            throws SQLException, InterruptedException {
        long rows = replication.load(table);
        synchronized (this) {
            counts.put(
                    List.of(table.schema(), table.name()),
                    new TableCount("Table completed", rows, Instant.now()));
        }
    }

    private void reloadWished(Replication replication) throws SQLException, InterruptedException {
        List<List<String>> wished;
        synchronized (this) {
            wished = List.copyOf(reloads);
            reloads.clear();
        }
        for (SourceTable table : replication.tables()) {
            if (wished.contains(List.of(table.schema(), table.name()))) {
                load(replication, table);
            }
        }
    }
}
