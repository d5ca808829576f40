package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;

import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Debezium's properties for PostgreSQL. */
final class PostgresSettings {
    /** What the guarantee rests on, whatever a user writes. */
    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry(
                            "connector.class",
                            "io.debezium.connector.postgresql.PostgresConnector"),
                    Map.entry("lsn.flush.mode", "connector"),
                    Map.entry("plugin.name", "pgoutput"),
                    Map.entry("publication.autocreate.mode", "disabled"),
                    Map.entry("slot.drop.on.stop", "false"),
                    Map.entry("slot.max.retries", "0"),
                    Map.entry("include.unknown.datatypes", "true"),
                    Map.entry("snapshot.query.mode", "custom"),
                    Map.entry("snapshot.query.mode.custom.name", TextQuery.NAME),
                    Map.entry("exact.type", ExactConverter.class.getName()),
                    Map.entry(
                            "database.connection.factory.class",
                            EngineConnections.class.getName()));

    /** Properties, and families of properties, that are ours besides those of every database. */
    static final List<String> RESERVED =
            List.of(
                    "include.unknown.datatypes",
                    "lsn.flush.mode",
                    "plugin.",
                    "publication.",
                    "slot.drop.",
                    "slot.failover",
                    "slot.max.retries",
                    "slot.name");

    private static final long LONGEST_MILLIS = 2000;

    private PostgresSettings() {}

    /** Everything that Debezium is told for one run of {@code plan}. */
    static Properties of(Plan plan, String streamId) {
        Map<String, String> own = plan.options().debezium();
        Properties properties =
                EngineSettings.of(plan.slot(), streamId, own, plan.maxQueuedBytes());
        properties.putIfAbsent("status.update.interval.ms", String.valueOf(askEvery(plan)));
        properties.putAll(FIXED);
        Dsn dsn = plan.database().dsn();
        properties.put("database.hostname", dsn.hosts().getFirst().name());
        properties.put("database.port", String.valueOf(dsn.hosts().getFirst().port()));
        properties.put("database.user", dsn.user());
        properties.put("database.dbname", dsn.database());
        properties.put("slot.name", plan.slot());
        properties.put("slot.failover", String.valueOf(plan.options().failover()));
        properties.put("publication.name", plan.publication());
        properties.put("snapshot.mode", EngineSettings.snapshotMode(plan.course()));
        // Which tables' changes are followed is decided later: more may join.
        properties.put(
                "snapshot.include.collection.list",
                EngineSettings.includeList(plan.tables().ids()));
        properties.put("table.exclude.list", EngineSettings.includeList(plan.tables().ambiguous()));
        return properties;
    }

    /** The server answers, so this also shows that it is there. */
    private static long askEvery(Plan plan) {
        return Math.min(LONGEST_MILLIS, plan.options().keepaliveTimeout().toMillis() / 3);
    }
}
