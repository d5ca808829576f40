package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.adapters.testing.MariaDbServer;
import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real MariaDB. */
final class MySqlServer implements AutoCloseable {
    private final MariaDbServer server;

    private MySqlServer(MariaDbServer server) {
        this.server = server;
    }

    static MySqlServer start(Path folder) {
        return new MySqlServer(MariaDbServer.start(folder.resolve("data"), List.of()));
    }

    String dsn(String scheme) {
        return "%s://owner:owner@127.0.0.1:%d/shop".formatted(scheme, server.port());
    }

    MariaDbServer process() {
        return server;
    }

    TenantDatabase open(String strategy) {
        return open(Map.of("strategy", strategy), PoolLimits.USUAL);
    }

    TenantDatabase open(Map<String, ?> settings, PoolLimits limits) {
        Map<String, Object> all = new HashMap<>();
        all.put("connection", dsn("mysql"));
        all.put("schema_prefix", "t_");
        all.putAll(settings);
        return Calls.open(all, limits);
    }

    void run(String... statements) {
        try (Connection connection = server.connect();
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
        List<@Nullable String> answers = new ArrayList<>();
        try (Connection connection = server.connect();
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

    List<@Nullable String> databases() {
        return ask(
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 't\\_%'"
                        + " ORDER BY 1");
    }

    /** Everything that a test has made. */
    void clean() {
        databases().forEach(one -> run("DROP DATABASE \"%s\"".formatted(one)));
        run("DROP DATABASE IF EXISTS data_engineering");
    }

    @Override
    public void close() {
        server.close();
    }
}
