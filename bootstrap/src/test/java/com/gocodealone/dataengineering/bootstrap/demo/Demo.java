package com.gocodealone.dataengineering.bootstrap.demo;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
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
        screen.title("Stopped cleanly. Every change above came once, after its commit, in order.");
        System.exit(0);
    }

    private static void watch(Screen screen, EmbeddedPostgres postgres, Connection shop)
            throws IOException, InterruptedException, SQLException {
        Path plugin = Path.of("target/plugins/workflow-plugin-data-engineering");
        Path state = Files.createTempDirectory("demo-state");
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
            screen.heading();
            change(shop);
            if (!arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "not every change arrived: see target/plugins/plugin.log");
            }
            screen.say(status(host));
            host.stop(trigger);
        }
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

    private static void change(Connection shop) throws SQLException {
        run(shop, "INSERT INTO orders VALUES (3, 'Cid', 100.00)");
        run(shop, "UPDATE orders SET total = total * 2 WHERE id = 1");
        run(shop, "UPDATE orders SET customer = 'Robert' WHERE id = 2");
        run(shop, "DELETE FROM orders WHERE id = 3");
        run(shop, "INSERT INTO orders VALUES (4, 'Dee', 0.01), (5, 'Eve', 7.25)");
    }

    private static String status(PluginHost host) {
        String step = host.createStep("step.cdc_status", "status", Map.of("source_id", "shop"));
        Struct status = host.execute(step, Map.of("source_id", "shop"));
        return "step.cdc_status says: state %s, position %s, %s bytes behind"
                .formatted(
                        Screen.text(status.getFieldsOrThrow("state")),
                        Screen.text(status.getFieldsOrThrow("position")),
                        Screen.text(status.getFieldsOrThrow("lag_bytes")));
    }

    private static void run(Connection shop, String sql) throws SQLException {
        try (Statement statement = shop.createStatement()) {
            statement.execute(sql);
        }
    }
}
