package com.gocodealone.dataengineering.adapters.cdc.debezium.contract;

import com.gocodealone.dataengineering.adapters.testing.DatabaseFixture;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Settings;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A PostgreSQL that a Debezium on a real Kafka Connect reads into a real Kafka. */
final class ConnectFixture extends DatabaseFixture {
    private final KafkaConnect servers;
    private final PostgresServer database;

    private ConnectFixture(KafkaConnect servers, PostgresServer database) throws SQLException {
        super(database, Dialect.POSTGRES);
        this.servers = servers;
        this.database = database;
    }

    void execute(String sql) throws SQLException {
        database.execute(sql);
    }

    static ConnectFixture start(Path folder) throws IOException, SQLException {
        KafkaConnect servers = KafkaConnect.start(folder);
        return new ConnectFixture(
                servers,
                PostgresServer.start(
                        folder.resolve("database"), Map.of("max_replication_slots", "40")));
    }

    @Override
    public SourceSpec source(String id, TableId table) {
        Map<String, Object> options =
                Map.of(
                        "bootstrap_servers", servers.bootstrapServers(),
                        "database", dsn("postgres"),
                        "snapshot_mode", "never",
                        "before", "row",
                        "connect_timeout", "5s",
                        "status_interval", "500ms");
        return new SourceSpec(
                id,
                "debezium",
                "postgres",
                servers.url(),
                List.of(table.toString()),
                Settings.of(options));
    }

    @Override
    public Map<String, Object> wrongOptions() {
        return Map.of("snapshot_mode", "always", "topic_partitions", 0, "slot_name", "Not a slot");
    }

    @Override
    protected String day() {
        return "2024-02-29Z";
    }

    @Override
    protected String moment() {
        return "2024-07-01T12:00:00.123456Z";
    }

    @Override
    public int connections() {
        return servers.connections();
    }

    @Override
    public void cut() {
        servers.cut();
    }

    @Override
    public void heal() {
        servers.heal();
    }

    @Override
    public void close() {
        servers.close();
        super.close();
    }
}
