package com.gocodealone.dataengineering.bootstrap.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** Two pipelines on one source, in the real plugin; one of them fails for a while. */
class OnePipelineFailsIT {
    private static final String SOURCE = "shop";
    private static final String STEADY = "pipeline:steady";
    private static final String FLAKY = "pipeline:flaky";
    private static final int ORDERS = 50;

    @TempDir private Path work;
    private PostgresServer shop;

    /** The events of each pipeline, without repeats, in the order they came. */
    private final Map<String, Set<String>> got = new ConcurrentHashMap<>();

    private volatile boolean failing = true;

    @BeforeEach
    void startAShop() throws SQLException {
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
        shop.execute("CREATE TABLE orders (id bigint PRIMARY KEY)");
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void the_other_is_complete_and_a_replay_completes_the_first_even_after_a_crash()
            throws SQLException {
        try (PluginHost host = start()) {
            follow(host, Map.of("retry", Map.of("max_attempts", 2)));
            writeOrders();
            await(() -> events(STEADY).size() == ORDERS && remaining(host, "list") == ORDERS);
            host.process().destroyForcibly();
        }
        assertThat(events(FLAKY)).isEmpty();
        failing = false;
        try (PluginHost host = start()) {
            follow(host, Map.of("retry", Map.of("max_attempts", 2)));
            assertThat(remaining(host, "replay")).isZero();
        }
        assertThat(events(FLAKY)).containsExactlyElementsOf(events(STEADY));
    }

    @Test
    void one_that_is_tried_for_ever_is_complete_once_it_works_again() throws SQLException {
        try (PluginHost host = start()) {
            follow(host, Map.of());
            writeOrders();
            await(() -> events(STEADY).size() == ORDERS);
            assertThat(events(FLAKY)).isEmpty();
            failing = false;
            await(() -> events(FLAKY).size() == ORDERS);
        }
        assertThat(events(FLAKY)).containsExactlyElementsOf(events(STEADY));
    }

    private void writeOrders() throws SQLException {
        for (int id = 1; id <= ORDERS; id++) {
            shop.execute("INSERT INTO orders VALUES (" + id + ")");
        }
    }

    private PluginHost start() {
        return PluginHost.start(
                Path.of("target/plugins/workflow-plugin-data-engineering"),
                Map.of("DATA_ENGINEERING_STATE_DIR", work.resolve("state").toString()),
                this::take);
    }

    private String take(String pipeline, String action, Struct event) {
        if (failing && pipeline.equals(FLAKY)) {
            return "the pipeline fails on purpose";
        }
        events(pipeline).add(event.getFieldsOrThrow("event_id").getStringValue());
        return "";
    }

    private Set<String> events(String pipeline) {
        return got.computeIfAbsent(
                pipeline, any -> Collections.synchronizedSet(new LinkedHashSet<>()));
    }

    private void follow(PluginHost host, Map<String, Object> flaky) {
        host.startModule(
                "cdc.source",
                SOURCE,
                Map.of(
                        "provider",
                        "debezium",
                        "source_id",
                        SOURCE,
                        "connection",
                        shop.dsn("unused")));
        host.startTrigger("trigger.cdc", STEADY, Map.of("source_id", SOURCE));
        Map<String, Object> config = new HashMap<>(flaky);
        config.put("source_id", SOURCE);
        host.startTrigger("trigger.cdc", FLAKY, config);
    }

    /** How many dead letters there are once {@code action} is done with them. */
    private static long remaining(PluginHost host, String action) {
        Map<String, Object> config = Map.of("action", action);
        String step = host.createStep("step.cdc_dead_letters", action, config);
        return (long) host.execute(step, config).getFieldsOrThrow("remaining").getNumberValue();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
