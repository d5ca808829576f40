package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Changes that are far larger than the plugin's heap get through it. The benchmark has the same
 * with five million rows: {@code -Dbench.only=transaction,wide}.
 */
class LargeChangesIT {
    private static final Path PLUGIN = Path.of("target/plugins/workflow-plugin-data-engineering");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir private static Path data;
    private static PostgresServer postgres;

    @TempDir private Path state;
    private final LongAdder arrived = new LongAdder();

    @BeforeAll
    static void startServer() {
        postgres = PostgresServer.start(data, Map.of());
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @Test
    void one_transaction_of_more_rows_than_the_heap_holds() throws SQLException {
        passes(
                "many",
                "INSERT INTO many SELECT i, repeat('x', 1000) FROM generate_series(1, 150000) i",
                150_000);
    }

    @Test
    void rows_of_a_megabyte_in_one_transaction() throws SQLException {
        passes(
                "wide",
                """
                INSERT INTO wide SELECT i, (SELECT string_agg(md5(j::text || i), '')
                    FROM generate_series(1, 32768) j) FROM generate_series(1, 200) i
                """,
                200);
    }

    private void passes(String table, String insert, long rows) throws SQLException {
        postgres.execute("CREATE TABLE %s (id bigint PRIMARY KEY, payload text)".formatted(table));
        try (PluginHost host = start(table)) {
            String status =
                    host.createStep("step.cdc_status", "status", Map.of("source_id", table));
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    host.execute(status, Map.of("source_id", table))
                                            .getFieldsOrThrow("state")
                                            .getStringValue()
                                            .equals("streaming"));
            postgres.execute(insert);
            await().atMost(PATIENCE).until(() -> arrived.sum() >= rows);
            assertThat(arrived.sum()).isEqualTo(rows);
            assertThat(host.process().isAlive()).isTrue();
        }
    }

    private PluginHost start(String table) {
        PluginHost host =
                PluginHost.start(
                        PLUGIN,
                        Map.of(
                                "DATA_ENGINEERING_STATE_DIR",
                                state.toString(),
                                "DATA_ENGINEERING_JAVA_OPTS",
                                "-Xmx128m"),
                        (workflow, action, data) -> {
                            arrived.add(
                                    data.getFieldsOrThrow("events")
                                            .getListValue()
                                            .getValuesCount());
                            return "";
                        });
        host.startModule(
                "cdc.source",
                table,
                Map.of(
                        "provider",
                        "debezium",
                        "source_id",
                        table,
                        "connection",
                        postgres.dsn("postgres"),
                        "tables",
                        List.of("public." + table)));
        host.startTrigger(
                "trigger.cdc",
                "pipeline:" + table,
                Map.of("source_id", table, "batch", Map.of("max_events", 500)));
        return host;
    }
}
