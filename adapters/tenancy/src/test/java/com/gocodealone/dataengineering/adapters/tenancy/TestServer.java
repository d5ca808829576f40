package com.gocodealone.dataengineering.adapters.tenancy;

import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL. */
final class TestServer implements AutoCloseable {
    private final EmbeddedPostgres server;

    private TestServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static TestServer start() {
        return start(Map.of());
    }

    static TestServer start(Map<String, String> settings) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
            builder.setServerConfig("max_connections", "60");
            settings.forEach(builder::setServerConfig);
            return new TestServer(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    String dsn(String user, String database) {
        return "postgres://%s:unused@127.0.0.1:%d/%s".formatted(user, server.getPort(), database);
    }

    /** A tenancy in the database postgres, as its superuser. */
    TenantDatabase open(Map<String, ?> settings) {
        return open(settings, PoolLimits.USUAL);
    }

    TenantDatabase open(Map<String, ?> settings, PoolLimits limits) {
        Map<String, Object> all = new HashMap<>();
        all.put("connection", dsn("postgres", "postgres"));
        all.putAll(settings);
        return Calls.open(all, limits);
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
                        .formatted(server.getPort(), database));
    }

    /** Each statement is a transaction of its own. */
    void run(String... statements) {
        runIn("postgres", statements);
    }

    void runIn(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of what {@code query} finds. */
    List<@Nullable String> ask(String query) {
        return askIn("postgres", query);
    }

    List<@Nullable String> askIn(String database, String query) {
        List<@Nullable String> answers = new ArrayList<>();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return answers;
    }

    List<@Nullable String> schemas() {
        return ask(
                "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN"
                        + " ('public', 'information_schema', 'data_engineering') ORDER BY 1");
    }

    List<@Nullable String> databases() {
        return ask(
                "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
                        + " ORDER BY 1");
    }

    /** Kills it as a power failure would. What is returned starts it again over the same files. */
    Runnable kill() {
        try {
            Path folder = Path.of(String.valueOf(ask("SHOW data_directory").getFirst()));
            long pid =
                    Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).getFirst());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            List<String> command = new ArrayList<>();
            if ("root".equals(System.getProperty("user.name"))) {
                command.addAll(List.of("unshare", "-U")); // a server refuses to run as root
            }
            command.add(postmaster.info().command().orElseThrow());
            command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
            postmaster.destroyForcibly();
            postmaster.onExit().join();
            return () ->
                    await().atMost(Duration.ofSeconds(60))
                            .pollDelay(Duration.ZERO)
                            .until(() -> starts(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not before the last process of the killed server is gone. */
    private boolean starts(List<String> command) throws IOException {
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
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
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
