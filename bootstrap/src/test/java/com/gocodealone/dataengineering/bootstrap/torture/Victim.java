package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.adapters.testing.DatabaseServer;
import com.gocodealone.dataengineering.adapters.testing.MariaDbServer;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.kafka.KafkaConnect;
import com.gocodealone.dataengineering.bootstrap.host.Temporary;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * A database that the workload runs on, with the {@link TortureTable}s and a journal beside them:
 * every row that the tables' triggers write to it is one step in the life of one row, written in
 * the step's own transaction.
 *
 * @param cluster that reads it; null where the plugin does
 */
record Victim(DatabaseServer server, Dialect dialect, @Nullable KafkaConnect cluster)
        implements AutoCloseable {
    /** It soon lets go of a reader that has fallen silent. */
    static Victim postgres(Path data, Provider provider) throws IOException {
        PostgresServer server =
                PostgresServer.start(
                        data, Map.of("wal_sender_timeout", "6s", "lock_timeout", "2s"));
        // Beside the run's files, because it may keep the password.
        KafkaConnect cluster =
                provider == Provider.KAFKA_CONNECT
                        ? KafkaConnect.exactlyOnce(Temporary.folder("k"))
                        : null;
        return new Victim(server, new PostgresDialect(provider), cluster);
    }

    static Victim mariaDb(Path data, Provider provider) {
        return new Victim(
                MariaDbServer.start(data, List.of("--innodb-lock-wait-timeout=2")),
                new MariaDbDialect(provider),
                null);
    }

    Connection connect() throws SQLException {
        return server.connect();
    }

    void setUp(String password) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : dialect.setUp(password)) {
                statement.execute(sql);
            }
        }
    }

    /** Nobody reads the database any more. */
    void closeCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    public void close() {
        closeCluster();
        server.close();
    }
}
