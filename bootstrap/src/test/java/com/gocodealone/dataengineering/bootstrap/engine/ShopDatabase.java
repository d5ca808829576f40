package com.gocodealone.dataengineering.bootstrap.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real PostgreSQL of the test's own, with logical replication; it can be killed and comes back.
 */
final class ShopDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path data;
    private final EmbeddedPostgres server;
    private List<String> command = List.of();

    ShopDatabase(Path data) {
        this.data = data;
        try {
            this.server =
                    EmbeddedPostgres.builder()
                            .setDataDirectory(data)
                            .setServerConfig("wal_level", "logical")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("fsync", "off")
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
        command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // a server refuses to run as root
        }
        command.add(postmaster.info().command().orElseThrow());
        command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
        postmaster.destroyForcibly();
        postmaster.onExit().join();
    }

    /** Starts the server again on the same data and port, once all of the killed one is gone. */
    void restart() {
        Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(this::starts);
    }

    private boolean starts() throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        while (process.isAlive()) {
            if (answers()) {
                return true;
            }
        }
        return false;
    }

    private boolean answers() {
        try {
            return !query("SELECT 1").isEmpty();
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
