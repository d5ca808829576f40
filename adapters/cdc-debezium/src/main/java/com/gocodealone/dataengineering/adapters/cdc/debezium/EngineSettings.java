package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Problems;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Debezium's properties: ours, and those a user may add. */
final class EngineSettings {
    /** Under this key Debezium's parts find the stream they belong to. */
    static final String STREAM = "dataengineering.stream";

    /** What the guarantee rests on, whatever a user writes. */
    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry(
                            "connector.class",
                            "io.debezium.connector.postgresql.PostgresConnector"),
                    Map.entry("offset.storage", EngineOffsets.class.getName()),
                    Map.entry("offset.flush.interval.ms", "0"),
                    Map.entry("offset.mismatch.strategy", "trust_offset"),
                    Map.entry("lsn.flush.mode", "connector"),
                    Map.entry("plugin.name", "pgoutput"),
                    Map.entry("publication.autocreate.mode", "disabled"),
                    Map.entry("slot.drop.on.stop", "false"),
                    Map.entry("slot.max.retries", "0"),
                    Map.entry("errors.max.retries", "0"),
                    Map.entry("event.processing.failure.handling.mode", "fail"),
                    Map.entry("event.converting.failure.handling.mode", "fail"),
                    Map.entry("provide.transaction.metadata", "true"),
                    Map.entry("tombstones.on.delete", "false"),
                    Map.entry("skipped.operations", "none"),
                    Map.entry("include.unknown.datatypes", "true"),
                    Map.entry("extended.headers.enabled", "false"),
                    Map.entry("statistics.metrics.enabled", "false"),
                    Map.entry("openlineage.integration.enabled", "false"),
                    Map.entry("snapshot.query.mode", "custom"),
                    Map.entry("snapshot.query.mode.custom.name", TextQuery.NAME),
                    Map.entry("snapshot.max.threads", "1"),
                    Map.entry("record.processing.threads", "1"),
                    Map.entry("tasks.max", "1"),
                    Map.entry("converters", "exact"),
                    Map.entry("exact.type", ExactConverter.class.getName()),
                    Map.entry(
                            "database.connection.factory.class", EngineConnections.class.getName()),
                    Map.entry("database.query.timeout.ms", "0"));

    /** What a user may set to something else. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "poll.interval.ms", "10",
                    "max.batch.size", "256",
                    "max.queue.size", "1024",
                    "heartbeat.interval.ms", "10000",
                    "status.update.interval.ms", "2000",
                    "snapshot.fetch.size", "2000");

    /** Families of properties that are ours altogether. */
    private static final List<String> RESERVED =
            List.of(
                    "connector.",
                    "converter",
                    "converters",
                    "database.",
                    "driver.",
                    "errors.",
                    "exact.",
                    "event.",
                    "heartbeat.action.",
                    "internal.",
                    "key.converter",
                    "name",
                    "notification.",
                    "offset.",
                    "openlineage.",
                    "plugin.",
                    "predicates",
                    "publication.",
                    "publish.",
                    "read.only",
                    "retriable.",
                    "schema.include.",
                    "schema.exclude.",
                    "signal.",
                    "slot.name",
                    "slot.drop.",
                    "snapshot.isolation.",
                    "snapshot.mode",
                    "snapshot.query.",
                    "snapshot.select.",
                    "table.",
                    "topic.",
                    "transaction.",
                    "transforms",
                    "unavailable.value.",
                    "value.converter");

    private static final String EXACT_CASE = "(?-i)";

    private static final AtomicLong STARTED = new AtomicLong();

    private EngineSettings() {}

    /** Adds a problem for every one of {@code own} that is not the user's to set. */
    static void check(Map<String, Object> own, Problems problems) {
        for (String key : new TreeMap<>(own).keySet()) {
            boolean reserved =
                    FIXED.containsKey(key) || RESERVED.stream().anyMatch(key::startsWith);
            if (reserved) {
                problems.add(
                        ("debezium: %s is set by this provider, because its delivery guarantee and"
                                        + " its values rest on it; leave it out")
                                .formatted(key));
            }
        }
    }

    /** Everything that Debezium is told for one run of {@code plan}. */
    static Properties of(Plan plan, String streamId) {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        plan.options().debezium().forEach((key, value) -> properties.put(key, value.toString()));
        properties.putAll(FIXED);
        // A name is used once: its JMX beans outlive a run by a moment.
        String name = plan.slot() + "_" + STARTED.incrementAndGet();
        properties.put("name", name);
        properties.put("topic.prefix", name);
        properties.put(STREAM, streamId);
        properties.put("exact." + STREAM, streamId);
        properties.put("database." + STREAM, streamId);
        Dsn dsn = plan.database().dsn();
        properties.put("database.hostname", dsn.hosts().getFirst().name());
        properties.put("database.port", String.valueOf(dsn.hosts().getFirst().port()));
        properties.put("database.user", dsn.user());
        properties.put("database.dbname", dsn.database());
        properties.put("slot.name", plan.slot());
        properties.put("publication.name", plan.publication());
        properties.put("snapshot.mode", snapshotMode(plan.course()));
        // Partitions are tables to Debezium, so a snapshot always says which tables it reads.
        String list = plan.everything() ? "snapshot.include.collection.list" : "table.include.list";
        properties.put(list, includeList(plan.tables()));
        properties.put("max.queue.size.in.bytes", String.valueOf(plan.maxQueuedBytes()));
        return properties;
    }

    private static String snapshotMode(Plan.Course course) {
        return switch (course) {
            case ROWS -> "initial_only";
            case ROWS_THEN_CHANGES -> "initial";
            case CHANGES, NOTHING -> "no_data";
        };
    }

    /** Debezium reads regular expressions, parted by commas. */
    private static String includeList(Collection<TableId> tables) {
        return tables.stream()
                .map(table -> EXACT_CASE + quoted(table.schema()) + "\\." + quoted(table.name()))
                .collect(Collectors.joining(","));
    }

    private static String quoted(String name) {
        return Pattern.compile("[^A-Za-z0-9_]")
                .matcher(name)
                .replaceAll(match -> "\\\\x{%x}".formatted(match.group().codePointAt(0)));
    }
}
