package com.gocodealone.dataengineering.bootstrap.demo;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.gocodealone.dataengineering.bootstrap.host.Temporary;
import com.google.protobuf.Value;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows the plugin's main job on a PostgreSQL of its own: a row changes, a workflow runs with it.
 */
public final class Demo {
    private static final int CHANGES = 8;
    private static final long PATIENCE_SECONDS = 60;

    /** So that a person can follow. */
    private static final long PAUSE_MILLIS = 300;

    private static final int MOST_LOOKS = 20;

    private Demo() {}

    public static void main(String[] arguments)
            throws IOException, InterruptedException, SQLException {
        Screen screen = new Screen();
        screen.title("Change data capture: a row changes, a workflow runs with it");
        screen.say("starting an embedded PostgreSQL ...");
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.builder()
                                .setServerConfig("wal_level", "logical")
                                .setServerConfig("synchronous_commit", "on")
                                .start();
                Connection shop = postgres.getPostgresDatabase().getConnection()) {
            run(shop, "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, total numeric)");
            run(shop, "INSERT INTO orders VALUES (1, 'Ann', 12.50), (2, 'Bob', 3.99)");
            screen.say("starting the plugin as a process of its own, as the engine does ...");
            watch(screen, postgres, shop);
        }
        screen.title("Stopped cleanly.");
        System.exit(0);
    }

    private static void watch(Screen screen, EmbeddedPostgres postgres, Connection shop)
            throws IOException, InterruptedException, SQLException {
        Path plugin = Path.of("target/plugins/workflow-plugin-data-engineering");
        Path state = Temporary.folder("demo-state");
        CountDownLatch arrived = new CountDownLatch(CHANGES);
        try (PluginHost host =
                PluginHost.start(
                        plugin,
                        Map.of("DATA_ENGINEERING_STATE_DIR", state.toString()),
                        (workflow, action, data) -> {
                            screen.change(data);
                            arrived.countDown();
                            return "";
                        })) {
            String trigger = follow(host, postgres.getPort());
            String status =
                    host.createStep("step.cdc_status", "status", Map.of("source_id", "shop"));
            screen.heading();
            while (!"streaming".equals(Screen.text(ask(host, status, "state")))) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            change(shop);
            if (!arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "not every change arrived: see target/plugins/plugin.log");
            }
            awaitNothingBehind(host, status);
            screen.say(
                    "step.cdc_status: %s at %s, %s bytes and %s s behind"
                            .formatted(
                                    Screen.text(ask(host, status, "state")),
                                    Screen.text(ask(host, status, "position")),
                                    Screen.text(ask(host, status, "lag_bytes")),
                                    Screen.text(ask(host, status, "lag_seconds"))));
            host.stop(trigger);
        }
    }

    private static void awaitNothingBehind(PluginHost host, String status)
            throws InterruptedException {
        for (int i = 0; i < MOST_LOOKS; i++) {
            if ("0".equals(Screen.text(ask(host, status, "lag_bytes")))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static Value ask(PluginHost host, String status, String key) {
        return host.execute(status, Map.of("source_id", "shop")).getFieldsOrThrow(key);
    }

    private static String follow(PluginHost host, int port) {
        host.startModule(
                "cdc.source",
                "shop",
                Map.of(
                        "provider",
                        "debezium",
                        "source_id",
                        "shop",
                        "connection",
                        "postgres://postgres:postgres@127.0.0.1:%d/postgres?sslmode=disable"
                                .formatted(port),
                        "tables",
                        List.of("public.orders")));
        return host.startTrigger("trigger.cdc", "pipeline:on_change", Map.of("source_id", "shop"));
    }

    private static void change(Connection shop) throws InterruptedException, SQLException {
        for (String sql :
                List.of(
                        "INSERT INTO orders VALUES (3, 'Cid', 100.00)",
                        "UPDATE orders SET total = total * 2 WHERE id = 1",
                        "UPDATE orders SET customer = 'Robert' WHERE id = 2",
                        "DELETE FROM orders WHERE id = 3",
                        "INSERT INTO orders VALUES (4, 'Dee', 0.01), (5, 'Eve', 7.25)")) {
            run(shop, sql);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static void run(Connection shop, String sql) throws SQLException {
        try (Statement statement = shop.createStatement()) {
            statement.execute(sql);
        }
    }
}
