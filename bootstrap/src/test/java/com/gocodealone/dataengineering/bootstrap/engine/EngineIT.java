package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The README's first example under the real engine, with a real PostgreSQL. */
class EngineIT {
    private static final String PLUGIN = "workflow-plugin-data-engineering";
    private static final int MANY = 10_000;

    @TempDir private Path work;
    private PostgresServer shop;
    private EngineProcess engine;

    @BeforeEach
    void startAShop() throws SQLException {
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
        shop.execute(
                """
                CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL, total numeric(12,2));
                INSERT INTO orders VALUES (0, 'Zoe', NULL);
                CREATE TABLE order_audit (seq bigserial PRIMARY KEY, event_id text NOT NULL, op text NOT NULL,
                    order_id text NOT NULL, before jsonb, after jsonb, at timestamptz NOT NULL);
                """);
        engine = startEngine();
    }

    @AfterEach
    void stop() throws Exception {
        engine.close();
        shop.close();
    }

    private EngineProcess startEngine() {
        return EngineProcess.start(
                        EngineBinary.folder(work.resolve("data")),
                        Readme.example("audit trail"),
                        Map.of("SHOP_DSN", shop.dsn("secret-of-the-shop")))
                .awaitOutput("Loaded external plugin");
    }

    @Test
    void what_happens_to_a_row_is_in_the_audit_trail_once_it_is_committed() throws SQLException {
        followChanges();
        shop.execute("INSERT INTO orders VALUES (1, 'Ann', 12.50)");
        shop.execute("UPDATE orders SET total = 13.75 WHERE id = 1");
        shop.execute("DELETE FROM orders WHERE id = 1");
        patiently().untilAsserted(() -> assertThat(audited("op")).contains("DELETE"));
        assertThat(audited("op")).containsExactly("READ", "INSERT", "UPDATE", "DELETE");
        assertThat(audited("order_id")).containsExactly("0", "1", "1", "1");
        assertThat(audited("after->>'total'")).containsExactly(null, "12.50", "13.75", null);
        assertThat(audited("event_id"))
                .doesNotHaveDuplicates()
                .allMatch(id -> id != null && id.startsWith("shop:0/"));
    }

    @Test
    void what_changed_while_the_engine_was_away_comes_when_it_is_back() throws Exception {
        followChanges();
        engine.terminate();
        shop.execute("INSERT INTO orders SELECT i, 'Bob', i FROM generate_series(1, 10) i");
        engine.close();
        engine = startEngine();
        patiently().untilAsserted(() -> assertThat(audited("op")).hasSize(11));
        assertThat(audited("op").subList(1, 11)).containsOnly("INSERT");
        assertThat(audited("order_id").subList(1, 11)).doesNotHaveDuplicates().startsWith("1");
    }

    @Test
    void nothing_is_lost_when_the_plugin_is_killed_in_mid_stream() throws Exception {
        writeManyAndAwaitTheFirst();
        engine.plugin().destroyForcibly();
        engine.close();
        engine = startEngine();
        everyOrderIsAudited();
    }

    @Test
    void nothing_is_lost_when_the_engine_is_killed_and_the_plugin_does_not_outlive_it()
            throws Exception {
        writeManyAndAwaitTheFirst();
        ProcessHandle plugin = engine.plugin();
        engine.kill();
        patiently().until(() -> !plugin.isAlive());
        engine = startEngine();
        everyOrderIsAudited();
    }

    @Test
    void nothing_is_lost_when_the_database_is_killed() throws Exception {
        writeManyAndAwaitTheFirst();
        shop.kill();
        shop.restart();
        everyOrderIsAudited();
    }

    @Test
    void the_plugin_leaves_the_slot_when_the_engine_is_terminated() throws Exception {
        engine.awaitOutput("is open");
        ProcessHandle plugin = engine.plugin();
        engine.terminate();
        patiently().until(() -> !plugin.isAlive());
        patiently()
                .untilAsserted(
                        () ->
                                assertThat(shop.query("SELECT active FROM pg_replication_slots"))
                                        .containsExactly("f"));
    }

    @Test
    void no_password_is_in_anything_that_was_printed() throws Exception {
        engine.awaitOutput("is open");
        shop.kill();
        engine.awaitOutput("next attempt");
        shop.restart();
        assertThat(engine.output()).contains(PLUGIN).doesNotContain("secret-of-the-shop");
    }

    /** Waits until the snapshot, of one row, is over. */
    private void followChanges() {
        patiently().untilAsserted(() -> assertThat(audited("op")).containsExactly("READ"));
    }

    private void writeManyAndAwaitTheFirst() throws SQLException {
        followChanges();
        for (int from = 1; from <= MANY; from += 100) {
            shop.execute(
                    "INSERT INTO orders SELECT i, 'Dee', i FROM generate_series(%d, %d) i"
                            .formatted(from, from + 99));
        }
        patiently()
                .until(
                        () ->
                                Integer.parseInt(String.valueOf(audited("count(*)").getFirst()))
                                        > 500);
        assertThat(Integer.parseInt(String.valueOf(audited("count(*)").getFirst())))
                .as("the kill comes in mid-stream")
                .isLessThan(MANY);
    }

    private void everyOrderIsAudited() {
        patiently()
                .untilAsserted(
                        () ->
                                assertThat(audited("count(DISTINCT order_id)"))
                                        .containsExactly(String.valueOf(MANY + 1)));
    }

    private List<@Nullable String> audited(String what) throws SQLException {
        String order = what.startsWith("count") ? "" : " ORDER BY seq";
        return shop.query("SELECT " + what + " FROM order_audit" + order);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(SQLException.class);
    }
}
