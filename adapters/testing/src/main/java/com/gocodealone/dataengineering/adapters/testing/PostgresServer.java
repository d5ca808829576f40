package com.gocodealone.dataengineering.adapters.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL of the test's own, with logical replication; it can be killed and comes back.
 * Killing and restarting are for one thread at a time; everything else is thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final KillableServer killable;

    private PostgresServer(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.killable = new KillableServer(data.resolve("postmaster.pid"), this::connect);
    }

    /** A new server whose files are in {@code data}, with {@code settings} beside ours. */
    public static PostgresServer start(Path data, Map<String, String> settings) {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("synchronous_commit", "on");
        settings.forEach(builder::setServerConfig);
        try {
            return new PostgresServer(builder.start(), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** As the superuser. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port()));
    }

    /** All of {@code sql} is one transaction, unless it says something else. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what {@code sql} finds. */
    public List<@Nullable String> query(String sql) throws SQLException {
        List<@Nullable String> found = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Kills the server's first process with SIGKILL; the others end when they notice. */
    public void kill() throws IOException {
        killable.kill();
    }

    /** Starts the server again on the same data and port, once all of the killed one is gone. */
    public void restart() {
        if ("root".equals(System.getProperty("user.name"))) {
            killable.restart("unshare", "-U"); // a server refuses to run as root
        } else {
            killable.restart();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
