package com.gocodealone.dataengineering.bootstrap.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.bootstrap.host.Footprint;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;

import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Changes, status calls, tenants, and modules that come and go, again and again: the plugin holds
 * in the end what it held in the beginning. Short by itself, an hour by hand: {@code ./mvnw verify
 * -Dit.test=SoakIT -Dsoak.minutes=60}.
 */
class SoakIT {
    private static final Path PLUGIN = Path.of("target/plugins/workflow-plugin-data-engineering");
    private static final Duration LENGTH =
            Duration.ofMillis(
                    (long)
                            (60_000
                                    * Double.parseDouble(
                                            System.getProperty("soak.minutes", "0.2"))));
    private static final int ROUNDS_TO_WARM_UP = 3;
    private static final int ROWS = 1_000;
    private static final int CALLS = 50;
    private static final long MIB = 1L << 20;

    @TempDir private Path work;
    private final ConcurrentMap<String, LongAdder> arrived = new ConcurrentHashMap<>();
    private PostgresServer shop;
    private PluginHost host;
    private long rounds;

    @BeforeEach
    void start() throws SQLException {
        Assumptions.assumeThat(Footprint.isKnown())
                .as("NOT TESTED what is held: it needs /proc and jcmd")
                .isTrue();
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
        shop.execute("CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
        host =
                PluginHost.start(
                        PLUGIN,
                        Map.of("DATA_ENGINEERING_STATE_DIR", work.resolve("state").toString()),
                        this::take);
    }

    @AfterEach
    void stop() {
        host.close();
        shop.close();
    }

    private String take(String workflow, String action, Struct data) {
        int events = data.getFieldsOrThrow("events").getListValue().getValuesCount();
        arrived.computeIfAbsent(workflow, unknown -> new LongAdder()).add(events);
        return "";
    }

    @Test
    void what_is_held_in_the_end_is_what_was_held_in_the_beginning() throws Exception {
        follow("steady");
        host.startModule("data.tenancy", "app", Map.of("strategy", "schema", "connection", dsn()));
        for (int i = 0; i < ROUNDS_TO_WARM_UP; i++) {
            round();
        }
        Footprint before = Footprint.of(host.process());
        long end = System.nanoTime() + LENGTH.toNanos();
        do {
            round();
        } while (System.nanoTime() < end);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertIsAsBefore(before));
    }

    private void assertIsAsBefore(Footprint before) {
        assertThat(Footprint.of(host.process()))
                .as("after %d rounds; after the first ones it was %s", rounds, before)
                .matches(now -> now.threads() < before.threads() + 8, "threads")
                .matches(now -> now.descriptors() < before.descriptors() + 8, "open files")
                .matches(now -> now.heapBytes() < before.heapBytes() + 10 * MIB, "heap")
                .matches(now -> now.residentBytes() < before.residentBytes() + 96 * MIB, "memory");
    }

    private String dsn() {
        return shop.dsn("secret");
    }

    private record Followed(String source, String trigger) {}

    private Followed follow(String id) {
        String source =
                host.startModule(
                        "cdc.source",
                        id,
                        Map.of(
                                "provider",
                                "debezium",
                                "source_id",
                                id,
                                "connection",
                                dsn(),
                                "tables",
                                List.of("public.orders")));
        String trigger =
                host.startTrigger(
                        "trigger.cdc",
                        "pipeline:" + id,
                        Map.of("source_id", id, "batch", Map.of("max_events", 200)));
        return new Followed(source, trigger);
    }

    /** A module comes, changes pass, much is asked, and the module goes. */
    private void round() throws SQLException {
        rounds++;
        Followed passing = follow("passing");
        ask("step.tenant_provision", Map.of("tenancy", "app", "tenant_id", "t" + rounds));
        shop.execute(
                "INSERT INTO orders SELECT i, repeat('x', 500) FROM generate_series(%d, %d) i"
                        .formatted(rounds * ROWS, rounds * ROWS + ROWS - 1));
        awaitArrivals("pipeline:steady", rounds * ROWS);
        awaitArrivals("pipeline:passing", rounds * ROWS);
        for (int i = 0; i < CALLS; i++) {
            ask("step.cdc_status", Map.of("source_id", "steady"));
            ask("step.cdc_monitor", Map.of("source_id", "passing"));
        }
        host.destroy(passing.trigger());
        host.destroy(passing.source());
    }

    private void awaitArrivals(String workflow, long most) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> arrived.getOrDefault(workflow, new LongAdder()).sum() >= most);
    }

    private void ask(String type, Map<String, Object> config) {
        String step = host.createStep(type, "step", config);
        assertThat(host.execute(step, config).getFieldsMap()).isNotEmpty();
        host.destroyStep(step);
    }
}
