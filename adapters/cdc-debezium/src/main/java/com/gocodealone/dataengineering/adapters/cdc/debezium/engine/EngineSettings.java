package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.Failure;
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

/** Debezium's properties that are the same for every database, and those a user may add. */
public final class EngineSettings {
    /** Under this key Debezium's parts find the stream they belong to. */
    public static final String STREAM = "dataengineering.stream";

    /** What the guarantee rests on, whatever a user writes. */
    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry("offset.storage", EngineOffsets.class.getName()),
                    Map.entry("offset.flush.interval.ms", "0"),
                    Map.entry("offset.mismatch.strategy", "trust_offset"),
                    // Debezium lets a thread that waits for room in its queue wait so long when it
                    // stops.
                    Map.entry("executor.shutdown.timeout.ms", "1000"),
                    Map.entry("errors.max.retries", "0"),
                    Map.entry("event.processing.failure.handling.mode", "fail"),
                    Map.entry("event.converting.failure.handling.mode", "fail"),
                    Map.entry("provide.transaction.metadata", "true"),
                    Map.entry("tombstones.on.delete", "false"),
                    Map.entry("skipped.operations", "none"),
                    Map.entry("extended.headers.enabled", "false"),
                    Map.entry("statistics.metrics.enabled", "false"),
                    Map.entry("openlineage.integration.enabled", "false"),
                    Map.entry("snapshot.max.threads", "1"),
                    Map.entry("record.processing.threads", "1"),
                    Map.entry("tasks.max", "1"),
                    Map.entry("converters", "exact"),
                    Map.entry("database.query.timeout.ms", "0"));

    /** What a user may set to something else. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "poll.interval.ms", "5",
                    "max.batch.size", "128",
                    "max.queue.size", "256",
                    "heartbeat.interval.ms", "10000",
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
                    "predicates",
                    "publish.",
                    "read.only",
                    "retriable.",
                    "schema.include.",
                    "schema.exclude.",
                    "signal.",
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

    private static final String OF_COLUMNS = "column.";
    private static final String OF_KEYS = "message.key.columns";
    private static final String EXACT_CASE = "(?-i)";

    private static final AtomicLong STARTED = new AtomicLong();

    private EngineSettings() {}

    /**
     * Adds a problem for every one of {@code own} that is not the user's to set.
     *
     * @param ofDatabase what is ours besides, or begins with it
     */
    public static void check(
            Map<String, String> own, Collection<String> ofDatabase, Problems problems) {
        for (String key : new TreeMap<>(own).keySet()) {
            boolean reserved =
                    FIXED.containsKey(key)
                            || RESERVED.stream().anyMatch(key::startsWith)
                            || ofDatabase.stream().anyMatch(key::startsWith);
            if (reserved) {
                problems.add(
                        ("debezium: %s is set by this provider, because its delivery guarantee and"
                                        + " its values rest on it; leave it out")
                                .formatted(key));
            }
        }
    }

    /**
     * @throws Failure UNSUPPORTED when {@code own} has rows changed in a way that a snapshot on
     *     demand would not follow
     */
    public static void checkRowsOnDemand(Map<String, String> own) {
        for (String key : new TreeMap<>(own).keySet()) {
            if (key.startsWith(OF_COLUMNS) || key.equals(OF_KEYS)) {
                throw new Failure(
                        Failure.Kind.UNSUPPORTED,
                        ("debezium: %s changes columns in a way that a snapshot on demand would"
                                        + " not follow")
                                .formatted(key));
            }
        }
    }

    /**
     * What Debezium is told for one run, whatever the database.
     *
     * @param source names the source; a run's name is used once
     * @param own the user's
     */
    public static Properties of(
            String source, String streamId, Map<String, String> own, long maxQueuedBytes) {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        properties.putAll(own);
        properties.putAll(FIXED);
        String name = source + "_" + STARTED.incrementAndGet(); // its JMX beans outlive a run
        properties.put("name", name);
        properties.put("topic.prefix", name);
        properties.put(STREAM, streamId);
        properties.put("exact." + STREAM, streamId);
        properties.put("database." + STREAM, streamId);
        properties.put("max.queue.size.in.bytes", String.valueOf(maxQueuedBytes));
        return properties;
    }

    /** The snapshot.mode that gives {@code course}. */
    public static String snapshotMode(Course course) {
        return switch (course) {
            case ROWS -> "initial_only";
            case ROWS_THEN_CHANGES -> "initial";
            case CHANGES, NOTHING -> "no_data";
        };
    }

    /** Debezium reads regular expressions, parted by commas. */
    public static String includeList(Collection<TableId> tables) {
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
