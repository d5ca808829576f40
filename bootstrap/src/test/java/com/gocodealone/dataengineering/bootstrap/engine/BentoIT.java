package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The example of provider bento's page under the real engine, with a real PostgreSQL. */
class BentoIT {
    private static final Path OWN =
            Path.of("target/plugins/workflow-plugin-data-engineering/providers/bento/bento-cdc");

    @TempDir private Path work;
    private @Nullable PostgresServer shop;
    private @Nullable EngineProcess engine;

    @BeforeEach
    void start() throws SQLException {
        Assumptions.assumeTrue(
                Files.exists(OWN), "NOT TESTED: there is no bento-cdc, because there is no Go");
        PostgresServer server = PostgresServer.start(work.resolve("pg"), Map.of());
        shop = server;
        server.execute(
                """
                CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL, total numeric(12,2));
                INSERT INTO orders VALUES (0, 'Zoe', NULL);
                CREATE TABLE order_audit (seq bigserial PRIMARY KEY, event_id text NOT NULL, op text NOT NULL,
                    order_id text NOT NULL, before jsonb, after jsonb, at timestamptz NOT NULL);
                """);
        engine = startEngine(server);
    }

    @AfterEach
    void stop() throws Exception {
        if (engine != null) {
            engine.close();
        }
        if (shop != null) {
            shop.close();
        }
    }

    private EngineProcess startEngine(PostgresServer server) {
        return EngineProcess.start(
                        EngineBinary.folder(work.resolve("data")),
                        Readme.example("audit trail with bento"),
                        Map.of("SHOP_DSN", server.dsn("secret-of-the-shop")))
                .awaitOutput("Loaded external plugin");
    }

    @Test
    void what_happens_to_a_row_is_in_the_audit_trail_also_after_a_kill() throws Exception {
        PostgresServer server = shop();
        patiently().untilAsserted(() -> assertThat(audited("op")).containsExactly("READ"));
        server.execute("INSERT INTO orders VALUES (1, 'Ann', 12.50)");
        server.execute("UPDATE orders SET total = 13.75 WHERE id = 1");
        patiently().untilAsserted(() -> assertThat(audited("op")).hasSize(3));
        ProcessHandle plugin = engine().plugin();
        List<ProcessHandle> bento = plugin.children().toList();
        assertThat(bento).as("the processes of the plugin").isNotEmpty();

        engine().kill();
        patiently().until(() -> bento.stream().noneMatch(ProcessHandle::isAlive));
        server.execute("DELETE FROM orders WHERE id = 1");
        engine().close();
        engine = startEngine(server);

        patiently().untilAsserted(() -> assertThat(audited("op")).contains("DELETE"));
        assertThat(audited("op")).containsExactly("READ", "INSERT", "UPDATE", "DELETE");
        assertThat(audited("after->>'total'")).containsExactly(null, "12.50", "13.75", null);
        assertThat(audited("event_id")).doesNotHaveDuplicates();
        assertThat(engine().output()).doesNotContain("secret-of-the-shop");
    }

    private PostgresServer shop() {
        return Objects.requireNonNull(shop);
    }

    private EngineProcess engine() {
        return Objects.requireNonNull(engine);
    }

    private List<@Nullable String> audited(String what) throws SQLException {
        return shop().query("SELECT " + what + " FROM order_audit ORDER BY seq");
    }

    private static ConditionFactory patiently() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(SQLException.class);
    }
}
