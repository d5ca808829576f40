package com.gocodealone.dataengineering.bootstrap.training;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.gocodealone.dataengineering.bootstrap.host.Temporary;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Uses the built plugin as people do: its types, a step called often, a stream of single events and
 * one of batches. The JVM that runs the plugin writes an ahead-of-time cache when it ends.
 */
public final class Training {
    private static final int ROWS = 10_000;
    private static final int STEP_CALLS = 2_000;

    /** For the cache to be written, too. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final PluginHost plugin;
    private final int port;
    private final Arrivals arrivals;

    private Training(PluginHost plugin, int port, Arrivals arrivals) {
        this.plugin = plugin;
        this.port = port;
        this.arrivals = arrivals;
    }

    /** Trains the plugin in the folder of the first argument; the second is the cache to write. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, SQLException {
        Path folder = Path.of(arguments[0]);
        Path cache = Path.of(arguments[1]).toAbsolutePath();
        Path written = cache.resolveSibling(cache.getFileName() + ".new");
        Files.deleteIfExists(cache);
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.builder().setServerConfig("wal_level", "logical").start();
                Connection sql = postgres.getPostgresDatabase().getConnection()) {
            run(
                    sql,
                    "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, total numeric, paid"
                            + " boolean, placed_at timestamptz DEFAULT now())");
            write(sql, 1);
            Arrivals arrivals = new Arrivals();
            PluginHost plugin = PluginHost.start(folder, environment(written), arrivals);
            try {
                new Training(plugin, postgres.getPort(), arrivals).use(sql);
            } finally {
                plugin.close(PATIENCE);
            }
        }
        if (Files.notExists(written)) {
            throw new IllegalStateException("the JVM wrote no ahead-of-time cache");
        }
        copy(written, cache);
        System.exit(0); // threads of the embedded server would keep the process
    }

    /**
     * As an installation writes it: of a file that the JVM wrote through its memory, Linux maps
     * larger pieces, a tenth more of which would count as the plugin's memory.
     */
    private static void copy(Path written, Path cache) throws IOException {
        Files.copy(written, cache);
        Files.delete(written);
    }

    private static Map<String, String> environment(Path cache) {
        return Map.of(
                "DATA_ENGINEERING_STATE_DIR",
                Temporary.folder("training-state").toString(),
                "DATA_ENGINEERING_JAVA_OPTS",
                // Classes linked in advance are all loaded at start, also those that nobody will
                // need.
                "-XX:-AOTClassLinking -XX:AOTCacheOutput=" + cache);
    }

    private void use(Connection sql) throws InterruptedException, SQLException {
        plugin.types();
        follow("singles", Map.of("order", "key", "max_in_flight", 16));
        follow("batches", Map.of("batch", Map.of("max_events", 500)));
        arrivals.await(2L * ROWS);
        write(sql, ROWS + 1);
        run(sql, "UPDATE orders SET total = total * 2, paid = true");
        run(sql, "DELETE FROM orders");
        long changes = ROWS + 2 * ROWS + 2 * ROWS;
        arrivals.await(2L * (ROWS + changes));
        callSteps();
    }

    private void follow(String source, Map<String, Object> delivery) {
        plugin.startModule(
                "cdc.source",
                source,
                Map.of(
                        "provider",
                        "debezium",
                        "source_id",
                        source,
                        "connection",
                        "postgres://postgres:postgres@127.0.0.1:%d/postgres?sslmode=disable"
                                .formatted(port),
                        "tables",
                        List.of("public.orders")));
        Map<String, Object> trigger = new HashMap<>(delivery);
        trigger.put("source_id", source);
        plugin.startTrigger("trigger.cdc", "pipeline:" + source, trigger);
    }

    private void callSteps() {
        for (String type :
                List.of("step.cdc_status", "step.cdc_monitor", "step.cdc_backpressure")) {
            String step = plugin.createStep(type, type, Map.of("source_id", "batches"));
            for (int i = 0; i < STEP_CALLS; i++) {
                plugin.execute(step, Map.of());
            }
        }
    }

    private static void write(Connection sql, int from) throws SQLException {
        run(
                sql,
                """
                INSERT INTO orders (id, customer, total, paid)
                    SELECT i, 'a customer ' || i, i / 7.0, i %% 2 = 0
                    FROM generate_series(%d, %d) i\
                """
                        .formatted(from, from + ROWS - 1));
    }

    private static void run(Connection sql, String statement) throws SQLException {
        try (Statement run = sql.createStatement()) {
            run.execute(statement);
        }
    }
}
