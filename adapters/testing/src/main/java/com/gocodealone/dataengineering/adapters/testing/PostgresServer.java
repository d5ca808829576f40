package com.gocodealone.dataengineering.adapters.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * A PostgreSQL with logical replication. What a killed process wrote is there; the power may not
 * fail.
 */
public final class PostgresServer implements DatabaseServer {
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
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "on");
        settings.forEach(builder::setServerConfig);
        try {
            return new PostgresServer(builder.start(), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port()));
    }

    /** As the superuser, whose password may be anything. */
    public String dsn(String password) {
        return "postgres://postgres:%s@127.0.0.1:%d/postgres?sslmode=disable"
                .formatted(password, port());
    }

    /** The server's first process; the others end when they notice. */
    @Override
    public void kill() throws IOException {
        killable.kill();
    }

    @Override
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
