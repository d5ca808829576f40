package com.gocodealone.dataengineering.adapters.cdc.debezium.contract;

import com.gocodealone.dataengineering.adapters.testing.DatabaseFixture;
import com.gocodealone.dataengineering.adapters.testing.DatabaseServer;
import com.gocodealone.dataengineering.adapters.testing.MariaDbServer;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Settings;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Databases that Debezium reads. */
final class DebeziumFixture extends DatabaseFixture {
    private final String type;

    private DebeziumFixture(String type, DatabaseServer server, Dialect dialect)
            throws SQLException {
        super(server, dialect);
        this.type = type;
    }

    static DebeziumFixture postgres(Path folder) throws SQLException {
        PostgresServer server = PostgresServer.start(folder, Map.of("max_replication_slots", "40"));
        return new DebeziumFixture("postgres", server, Dialect.POSTGRES);
    }

    static DebeziumFixture mariaDb(Path folder) throws SQLException {
        MariaDbServer server = MariaDbServer.start(folder.resolve("data"), List.of());
        return new DebeziumFixture("mariadb", server, Dialect.MARIADB);
    }

    /** Told to call itself MySQL, it logs what is close enough for MySQL's connector. */
    static DebeziumFixture likeMySql(Path folder) throws SQLException {
        MariaDbServer server =
                MariaDbServer.start(folder.resolve("data"), List.of("--version=8.0.36-fake"));
        return new DebeziumFixture("mysql", server, Dialect.MARIADB);
    }

    @Override
    public SourceSpec source(String id, TableId table) {
        return new SourceSpec(
                id,
                "debezium",
                type,
                dsn(type),
                List.of(table.toString()),
                Settings.of(Map.of("snapshot_mode", "never")));
    }

    @Override
    public Map<String, Object> wrongOptions() {
        return Map.of("snapshot_mode", "always", "connect_timeout", "soon");
    }
}
