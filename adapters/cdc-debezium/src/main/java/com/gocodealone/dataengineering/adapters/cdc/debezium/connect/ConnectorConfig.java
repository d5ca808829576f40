package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.adapters.cdc.debezium.postgres.Dsn;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;
import com.gocodealone.dataengineering.domain.config.Problems;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The configuration of a source's connector. */
final class ConnectorConfig {
    /** Whose the connector is: what says another source here, or nothing, is never touched. */
    static final String OWNER = "data.engineering.source";

    /** Matters only when the connector is made. */
    static final String SNAPSHOT_MODE = "snapshot.mode";

    /** No value of a column is this text by chance. */
    static final String UNCHANGED = "(unchanged) 8c2b5f0e-3d1a-4f77-9a66-0b1e7d2c94f3";

    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

    /** What the guarantee and the values rest on, whatever a user writes. */
    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry(
                            "connector.class",
                            "io.debezium.connector.postgresql.PostgresConnector"),
                    Map.entry("tasks.max", "1"),
                    Map.entry("plugin.name", "pgoutput"),
                    Map.entry("decimal.handling.mode", "string"),
                    Map.entry("time.precision.mode", "isostring"),
                    Map.entry("interval.handling.mode", "string"),
                    Map.entry("binary.handling.mode", "base64"),
                    Map.entry("hstore.handling.mode", "json"),
                    Map.entry("include.unknown.datatypes", "true"),
                    Map.entry("unavailable.value.placeholder", UNCHANGED),
                    Map.entry("tombstones.on.delete", "false"),
                    Map.entry("skipped.operations", "none"),
                    Map.entry("errors.tolerance", "none"),
                    Map.entry("event.processing.failure.handling.mode", "fail"),
                    Map.entry("key.converter", JSON),
                    Map.entry("key.converter.schemas.enable", "false"),
                    Map.entry("value.converter", JSON),
                    Map.entry("value.converter.schemas.enable", "false"),
                    Map.entry("value.converter.replace.null.with.default", "false"),
                    Map.entry("transforms", "one"),
                    Map.entry(
                            "transforms.one.type",
                            "org.apache.kafka.connect.transforms.RegexRouter"));

    /** What a user may set to something else. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "publication.autocreate.mode", "filtered",
                    "errors.max.retries", "3",
                    "poll.interval.ms", "10",
                    "heartbeat.interval.ms", "10000");

    private static final List<String> RESERVED =
            List.of(
                    "data.engineering.",
                    "database.hostname",
                    "database.port",
                    "database.user",
                    "database.password",
                    "database.dbname",
                    "key.converter",
                    "name",
                    "publication.name",
                    "slot.drop.on.stop",
                    "slot.name",
                    SNAPSHOT_MODE,
                    "table.include.list",
                    "table.exclude.list",
                    "topic.",
                    "transforms",
                    "value.converter");

    private static final List<String> TLS =
            List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword");
    private static final Pattern SPECIAL = Pattern.compile("[^A-Za-z0-9_*?]");

    private ConnectorConfig() {}

    /** Adds a problem for every one of {@code own} that is not the user's to set. */
    static void check(Map<String, String> own, Problems problems) {
        for (String key : new TreeSet<>(own.keySet())) {
            if (FIXED.containsKey(key) || RESERVED.stream().anyMatch(key::startsWith)) {
                problems.add(
                        ("debezium: %s is set by this provider, because its delivery guarantee and"
                                        + " its values rest on it; leave it out")
                                .formatted(key));
            }
        }
    }

    /** All that Kafka Connect has to know. */
    static Map<String, String> of(Setup setup, String snapshotMode) {
        Map<String, String> config = new TreeMap<>(DEFAULTS);
        setup.options().debezium().forEach(config::put);
        config.putAll(FIXED);
        config.put(OWNER, setup.source().sourceId());
        config.put(SNAPSHOT_MODE, snapshotMode);
        config.put("slot.drop.on.stop", "false");
        putDatabase(config, setup);
        putTopics(config, setup);
        String tables = includeList(setup.source().patterns());
        if (!tables.isEmpty()) {
            config.put("table.include.list", tables);
        }
        return config;
    }

    private static void putDatabase(Map<String, String> config, Setup setup) {
        Dsn dsn = setup.database();
        config.put("database.hostname", dsn.hosts().getFirst().name());
        config.put("database.port", String.valueOf(dsn.hosts().getFirst().port()));
        config.put("database.dbname", dsn.database());
        config.put("database.user", dsn.user());
        config.put("slot.name", setup.slot());
        config.put("publication.name", setup.publication());
        config.put("database.password", Objects.requireNonNullElse(dsn.password(), ""));
        dsn.parameters()
                .forEach(
                        (key, value) ->
                                config.put(
                                        (TLS.contains(key) ? "database." : "driver.") + key,
                                        value));
    }

    /** Everything goes to one topic: only there is the order of commits kept. */
    private static void putTopics(Map<String, String> config, Setup setup) {
        config.put("topic.prefix", setup.name());
        config.put("transforms.one.regex", Pattern.quote(setup.name() + ".") + ".*");
        config.put("transforms.one.replacement", setup.topic());
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "-1");
    }

    /** Debezium reads regular expressions, parted by commas. */
    static String includeList(List<TablePattern> patterns) {
        return patterns.stream()
                .map(TablePattern::text)
                .map(text -> text.contains(".") ? text : "*." + text)
                .map(ConnectorConfig::regex)
                .collect(Collectors.joining(","));
    }

    private static String regex(String text) {
        boolean anyCase = text.codePoints().noneMatch(Character::isUpperCase);
        String quoted =
                SPECIAL.matcher(text)
                        .replaceAll(hit -> "\\\\x{%x}".formatted(hit.group().codePointAt(0)));
        return (anyCase ? "" : "(?-i)") + quoted.replace("*", ".*").replace("?", ".");
    }
}
