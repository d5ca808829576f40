package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.TcpProxy;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** The log that a real PostgreSQL keeps for a source: too much of it, too little, and silence. */
class KeptLogIT {
    private static final String SOURCE = "shop";

    @TempDir private Path work;
    private PostgresServer shop;

    /** What came, such as {@code READ 1}. */
    private final List<String> got = new CopyOnWriteArrayList<>();

    @BeforeEach
    void startAShop() throws SQLException {
        shop = PostgresServer.start(work.resolve("pg"), Map.of("max_slot_wal_keep_size", "64MB"));
        shop.execute("CREATE TABLE noise (pad text)");
        shop.execute("CREATE TABLE orders (id bigint PRIMARY KEY)");
        order(1);
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void with_on_lag_pause_a_person_has_to_let_it_read_on() throws SQLException {
        try (PluginHost host = follow(Map.of("on_lag", "pause", "max_retained_bytes", "1MB"))) {
            await(() -> got.contains("READ 1"));
            try (Connection open = transactionThatHoldsTheLog()) {
                makeNoise();
                await(() -> says(host, "state", "paused"));
                assertThat(status(host, "reason")).contains("max_retained_bytes");
                open.commit();
            }
            order(3);
            step(host, "step.cdc_backpressure", Map.of("action", "resume"));
            await(() -> got.contains("INSERT 3"));
            assertThat(got).containsExactly("READ 1", "INSERT 2", "INSERT 3");
        }
    }

    @Test
    void with_on_lag_drop_slot_and_on_gap_resnapshot_all_rows_are_read_again() throws SQLException {
        Map<String, Object> policy =
                Map.of("on_lag", "drop_slot", "on_gap", "resnapshot", "max_retained_bytes", "1MB");
        try (PluginHost host = follow(policy)) {
            await(() -> got.contains("READ 1"));
            try (Connection open = transactionThatHoldsTheLog()) {
                makeNoise();
                await(() -> !status(host, "last_gap").isEmpty());
                open.commit();
            }
            await(() -> got.contains("READ 2"));
            order(3);
            await(() -> got.contains("INSERT 3"));
            assertThat(got).containsSubsequence("READ 1", "READ 1", "READ 2", "INSERT 3");
            assertThat(status(host, "last_gap")).contains("resnapshot");
        }
    }

    @Test
    void a_slot_that_the_server_gave_up_is_a_gap_and_on_gap_resnapshot_reads_all_rows_again()
            throws SQLException {
        try (PluginHost host = follow(Map.of())) {
            await(() -> got.contains("READ 1") && !status(host, "position").isEmpty());
        }
        loseTheSlot();
        order(2);
        try (PluginHost host = follow(Map.of())) {
            await(() -> says(host, "state", "gap"));
        }
        got.clear();
        try (PluginHost _ = follow(Map.of("on_gap", "resnapshot"))) {
            await(() -> got.contains("READ 2"));
            order(3);
            await(() -> got.contains("INSERT 3"));
            assertThat(got).containsExactly("READ 1", "READ 2", "INSERT 3");
        }
    }

    @Test
    void a_source_without_a_sign_of_life_is_stalled_and_is_opened_again() throws SQLException {
        try (TcpProxy network = TcpProxy.to(shop.port())) {
            String dsn =
                    "postgres://postgres:unused@127.0.0.1:%d/postgres?sslmode=disable"
                            .formatted(network.port());
            Map<String, Object> impatient =
                    Map.of(
                            "connection",
                            dsn,
                            "stall_timeout",
                            "10s",
                            "options",
                            Map.of("keepalive_timeout", "120s"));
            try (PluginHost host = follow(impatient)) {
                await(() -> got.contains("READ 1") && !status(host, "last_keepalive").isEmpty());
                network.swallow();
                await(() -> says(host, "state", "stalled"));
                network.heal();
                order(2);
                await(() -> got.contains("INSERT 2"));
            }
        }
        assertThat(got).containsExactly("READ 1", "INSERT 2");
    }

    private void order(int id) throws SQLException {
        shop.execute("INSERT INTO orders VALUES (" + id + ")");
    }

    private Connection transactionThatHoldsTheLog() throws SQLException {
        Connection open = shop.connect();
        open.setAutoCommit(false);
        try (Statement statement = open.createStatement()) {
            statement.execute("INSERT INTO orders VALUES (2)");
        }
        return open;
    }

    private void makeNoise() throws SQLException {
        shop.execute(
                "INSERT INTO noise SELECT repeat(md5(g::text), 10) FROM generate_series(1, 20000)"
                        + " g");
    }

    private void loseTheSlot() throws SQLException {
        for (int segment = 0; segment < 8; segment++) {
            shop.execute("INSERT INTO noise VALUES ('x')");
            shop.execute("SELECT pg_switch_wal()");
        }
        shop.execute("CHECKPOINT");
        assertThat(shop.query("SELECT wal_status FROM pg_replication_slots"))
                .containsExactly("lost");
    }

    private PluginHost follow(Map<String, Object> policy) {
        PluginHost host =
                PluginHost.start(
                        Path.of("target/plugins/workflow-plugin-data-engineering"),
                        Map.of("DATA_ENGINEERING_STATE_DIR", work.resolve("state").toString()),
                        this::take);
        Map<String, Object> config = new HashMap<>();
        config.put("provider", "debezium");
        config.put("source_id", SOURCE);
        config.put("connection", shop.dsn("unused"));
        config.put("tables", List.of("public.orders"));
        config.putAll(policy);
        host.startTrigger("trigger.cdc", "pipeline:orders", Map.of("source_id", SOURCE));
        host.startModule("cdc.source", SOURCE, config);
        return host;
    }

    private String take(String pipeline, String action, Struct event) {
        long id =
                (long)
                        event.getFieldsOrThrow("key")
                                .getStructValue()
                                .getFieldsOrThrow("id")
                                .getNumberValue();
        got.add(event.getFieldsOrThrow("op").getStringValue() + " " + id);
        return "";
    }

    private static boolean says(PluginHost host, String key, String value) {
        return status(host, key).equalsIgnoreCase(value);
    }

    /** One key of {@code step.cdc_status} as text; empty for null. */
    private static String status(PluginHost host, String key) {
        Value value = step(host, "step.cdc_status", Map.of()).getFieldsOrThrow(key);
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue();
            case NULL_VALUE, KIND_NOT_SET -> "";
            case NUMBER_VALUE, BOOL_VALUE, STRUCT_VALUE, LIST_VALUE -> value.toString();
        };
    }

    private static Struct step(PluginHost host, String type, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("source_id", SOURCE);
        return host.execute(host.createStep(type, type, config), config);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
