package com.gocodealone.dataengineering.adapters.cdc.debezium;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real PostgreSQL. */
final class TestServer implements AutoCloseable {
    private final EmbeddedPostgres server;

    private TestServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static TestServer start() {
        return start(Map.of("wal_level", "logical"));
    }

    static TestServer start(Map<String, String> settings) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
            settings.forEach(builder::setServerConfig);
            return new TestServer(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    String dsn() {
        return dsn("postgres", "unused", "postgres");
    }

    String dsn(String user, String password, String database) {
        return "postgres://%s:%s@127.0.0.1:%d/%s".formatted(user, password, port(), database);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port()));
    }

    /** Each statement is a transaction of its own. */
    void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All statements are one transaction. */
    void inOneTransaction(String... statements) {
        run(List.of(statements).stream().collect(Collectors.joining("; ", "BEGIN; ", "; COMMIT")));
    }

    @Nullable String ask(String query) {
        List<@Nullable String> answers = askAll(query);
        return answers.isEmpty() ? null : answers.getFirst();
    }

    List<@Nullable String> askAll(String query) {
        List<@Nullable String> answers = new ArrayList<>();
        try (Connection connection = connect();
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

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
