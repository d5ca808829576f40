package com.gocodealone.dataengineering.bootstrap.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A real PostgreSQL of the test's own, with logical replication; it can be killed and comes back.
 */
final class ShopDatabase implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres server;

    ShopDatabase(Path data) {
        this.data = data;
        this.server = start(EmbeddedPostgres.builder());
    }

    private EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
        try {
            return builder.setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_wal_senders", "10")
                    .setServerConfig("max_replication_slots", "10")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String dsn() {
        return "postgres://postgres:secret-of-the-shop@127.0.0.1:%d/postgres?sslmode=disable"
                .formatted(server.getPort());
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what {@code sql} finds. */
    List<String> query(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Kills the server's first process with SIGKILL; the others end when they notice. */
    void kill() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        all.forEach(child -> child.onExit().join());
    }

    /** Starts the server again on the same data and port. */
    void restart() {
        server = start(EmbeddedPostgres.builder().setPort(server.getPort()));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
