package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.adapters.testing.TcpProxy;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Questions about tables, on which the stream's own thread waits. */
final class CatalogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Connections connections(int port, String keepalive) {
        PostgresOptions options =
                Settings.of(Map.of("keepalive_timeout", keepalive)).as(PostgresOptions.class);
        Dsn dsn = Dsn.parse("postgres://postgres@127.0.0.1:%d/postgres".formatted(port));
        return new Connections(new Database(dsn, "catalog", options, "r"), Course.CHANGES);
    }

    private static int ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void a_question_that_the_network_swallowed_is_asked_again() {
        try (TcpProxy network = TcpProxy.to(server.port());
                Connections connections = connections(network.port(), "2s")) {
            Catalog catalog = new Catalog(connections);
            assertThat(catalog.<Integer>ask(one -> ask(one, "SELECT 1"))).isEqualTo(1);
            network.swallow();
            network.heal();

            assertThat(catalog.<Integer>ask(one -> ask(one, "SELECT 2"))).isEqualTo(2);
        }
    }

    @Test
    void a_question_ends_with_the_stream_and_none_follows() throws InterruptedException {
        Connections connections = connections(server.port(), "1h");
        Catalog catalog = new Catalog(connections);
        FutureTask<Integer> question =
                new FutureTask<>(
                        () ->
                                catalog.<Integer>ask(
                                        one -> ask(one, "SELECT 1 FROM pg_sleep(3600)")));
        Thread.ofVirtual().start(question);
        await().atMost(PATIENCE)
                .until(
                        () ->
                                server.ask(
                                        "SELECT 1 FROM pg_stat_activity WHERE query LIKE"
                                                + " '%(3600)'"),
                        "1"::equals);

        connections.close();

        assertThatThrownBy(question::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the stream is closed");
    }
}
