package com.gocodealone.dataengineering.adapters.cdc.bento;

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

/** Databases that bento-cdc reads. */
final class BentoFixture extends DatabaseFixture {
    private final String type;

    private BentoFixture(String type, DatabaseServer server, Dialect dialect) throws SQLException {
        super(server, dialect);
        this.type = type;
    }

    static BentoFixture postgres(Path folder) throws SQLException {
        PostgresServer server = PostgresServer.start(folder, Map.of("max_replication_slots", "40"));
        return new BentoFixture("postgres", server, Dialect.POSTGRES);
    }

    static BentoFixture mariaDb(Path folder) throws SQLException {
        MariaDbServer server = MariaDbServer.start(folder.resolve("data"), List.of());
        return new BentoFixture("mariadb", server, Dialect.MARIADB);
    }

    @Override
    public SourceSpec source(String id, TableId table) {
        return new SourceSpec(
                id,
                "bento",
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
