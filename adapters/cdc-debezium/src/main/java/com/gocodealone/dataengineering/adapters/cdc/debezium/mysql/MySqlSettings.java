package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.CRC32;

/** Debezium's properties for MySQL and MariaDB. */
final class MySqlSettings {
    /** The family of properties that its schema history sees. */
    static final String HISTORY = "schema.history.internal.";

    /** What the guarantee and the values rest on, whatever a user writes. */
    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry("schema.history.internal", StoredHistory.class.getName()),
                    Map.entry(HISTORY + "store.only.captured.tables.ddl", "true"),
                    Map.entry("include.schema.changes", "true"),
                    Map.entry("inconsistent.schema.handling.mode", "fail"),
                    Map.entry("exact.type", ExactConverter.class.getName()),
                    Map.entry("decimal.handling.mode", "precise"),
                    Map.entry("bigint.unsigned.handling.mode", "precise"),
                    Map.entry("binary.handling.mode", "bytes"),
                    Map.entry("time.precision.mode", "adaptive_time_microseconds"),
                    Map.entry("enable.time.adjuster", "false"),
                    Map.entry("min.row.count.to.stream.results", "0"),
                    Map.entry("connect.keep.alive", "true"));

    /** Properties, and families of properties, that are ours besides those of every database. */
    static final List<String> RESERVED =
            List.of(
                    "bigint.unsigned.",
                    "binary.handling.",
                    "connect.keep.alive",
                    "connect.timeout.",
                    "decimal.handling.",
                    "enable.time.adjuster",
                    "gtid.source.",
                    "include.schema.changes",
                    "inconsistent.schema.",
                    "min.row.count.",
                    HISTORY + "store.",
                    "snapshot.locking.",
                    "time.precision.");

    /** Debezium says where it is, and rows that are read on demand may wait for that. */
    private static final String HEARTBEAT_MILLIS = "1000";

    /** Numbers below belong to servers that people number by hand. */
    private static final long FIRST_OWN_SERVER_ID = 1L << 31;

    private MySqlSettings() {}

    /** Everything that Debezium is told for one run of {@code plan}. */
    static Properties of(Plan plan, String streamId, long maxQueuedBytes) {
        String source = plan.scan().sourceId().replaceAll("[^A-Za-z0-9_]", "_");
        Map<String, String> own = plan.options().debezium();
        Properties properties =
                EngineSettings.of("source_" + source, streamId, own, maxQueuedBytes);
        if (plan.database().flavor() == Flavor.MYSQL && !own.containsKey("snapshot.fetch.size")) {
            properties.remove("snapshot.fetch.size"); // its cursors lose fractions of a TIME
        }
        if (!own.containsKey("heartbeat.interval.ms")) {
            properties.put("heartbeat.interval.ms", HEARTBEAT_MILLIS);
        }
        properties.putAll(FIXED);
        properties.put("connector.class", plan.database().flavor().connector());
        properties.put(HISTORY + EngineSettings.STREAM, streamId);
        putConnection(plan, properties);
        properties.put("table.include.list", plan.scan().includeList());
        properties.put(
                "snapshot.mode",
                plan.rebuild() ? "recovery" : EngineSettings.snapshotMode(plan.course()));
        properties.put("snapshot.locking.mode", plan.rebuild() ? "none" : "minimal");
        return properties;
    }

    private static void putConnection(Plan plan, Properties properties) {
        Database database = plan.database();
        Dsn dsn = database.dsn();
        properties.put("database.hostname", dsn.host());
        properties.put("database.port", String.valueOf(dsn.port()));
        properties.put("database.user", dsn.user());
        properties.put("database.password", dsn.password() == null ? "" : dsn.password());
        properties.put("database.server.id", String.valueOf(serverId(plan)));
        properties.put("database.ssl.mode", database.tls().mode().word(database.flavor()));
        putStore("database.ssl.truststore", database.stores().roots(), properties);
        putStore("database.ssl.keystore", database.stores().client(), properties);
        database.driverProperties().forEach((key, value) -> properties.put("driver." + key, value));
        MySqlOptions options = plan.options();
        properties.put("connect.timeout.ms", String.valueOf(options.connectTimeout().toMillis()));
        properties.put(
                "connect.keep.alive.interval.ms",
                String.valueOf(options.keepaliveInterval().toMillis()));
    }

    private static void putStore(String key, @Nullable StoreFile store, Properties properties) {
        if (store != null) {
            properties.put(key, store.file().toString());
            properties.put(key + ".password", store.password());
        }
    }

    /** The same for a source whenever it starts, and hardly that of another. */
    static long serverId(Plan plan) {
        Long chosen = plan.options().serverId();
        if (chosen != null) {
            return chosen;
        }
        CRC32 sum = new CRC32();
        sum.update(plan.scan().sourceId().getBytes(StandardCharsets.UTF_8));
        return FIRST_OWN_SERVER_ID | sum.getValue();
    }
}
