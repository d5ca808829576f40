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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The examples of the page on tenants under the real engine, with a real PostgreSQL. */
class TenancyIT {
    private static final String SLEEPERS =
            " FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() AND query"
                    + " LIKE '%pg_sleep(600)%'";

    @TempDir private Path work;
    private PostgresServer app;

    @BeforeEach
    void start() throws IOException, SQLException {
        app = PostgresServer.start(work.resolve("pg"), Map.of());
        app.execute(
                """
                CREATE TABLE customers (id text PRIMARY KEY);
                CREATE TABLE reports (id text PRIMARY KEY, customer text, day date, orders jsonb, outgrown text);
                CREATE TABLE releases (id text PRIMARY KEY, results jsonb);
                """);
        script("V1__orders.sql", "CREATE TABLE orders (id bigint, day date, total numeric(9,2))");
    }

    @AfterEach
    void stop() throws IOException {
        app.close();
    }

    private EngineProcess startEngine(String example) {
        return EngineProcess.start(
                        EngineBinary.folder(work.resolve("data")),
                        Readme.example(example)
                                .replace("/srv/app/migrations", migrations().toString())
                                .replace("{row_count: 1000000}", "{row_count: 2}"),
                        Map.of("APP_DSN", app.dsn("secret-of-the-app")))
                .awaitOutput("is open");
    }

    private Path migrations() {
        return EngineBinary.folder(work.resolve("migrations"));
    }

    private void script(String name, String sql) throws IOException {
        Files.writeString(migrations().resolve(name), sql);
    }

    @Test
    void a_customer_signs_up_is_reported_on_is_migrated_and_leaves() throws Exception {
        try (EngineProcess _ = startEngine("tenants")) {
            app.execute("INSERT INTO customers VALUES ('acme'), ('other')");
            awaitTenants("acme ACTIVE 1", "other ACTIVE 1");
            app.execute(
                    """
                    INSERT INTO customer_acme.orders VALUES (1, '2026-05-01', 12.50), (2, '2026-05-02', 3);
                    INSERT INTO customer_other.orders VALUES (9, '2026-05-01', 99);
                    INSERT INTO reports VALUES ('r', 'acme', '2026-05-01');
                    """);
            awaitAnswer(
                    "SELECT orders FROM reports WHERE orders IS NOT NULL",
                    "[{\"id\": 1, \"total\": \"12.50\"}]");
            assertThat(app.query("SELECT outgrown FROM reports"))
                    .containsExactly("rowCount 3 is above 2");

            script("V2__note.sql", "ALTER TABLE orders ADD note text");
            app.execute("INSERT INTO releases VALUES ('may')");
            awaitAnswer(
                    "SELECT one->>'tenant_id' || ' ' || (one->>'status') FROM releases,"
                            + " jsonb_array_elements(results) one ORDER BY 1",
                    "acme migrated",
                    "other migrated");
            awaitTenants("acme ACTIVE 2", "other ACTIVE 2");

            app.execute("DELETE FROM customers WHERE id = 'acme'");
            awaitTenants("acme ARCHIVED 2", "other ACTIVE 2");
            assertThat(schemas()).containsExactly("customer_acme_archived", "customer_other");
        }
    }

    @Test
    void a_customer_is_made_once_although_the_plugin_is_killed_in_the_middle() throws Exception {
        script("V2__slow.sql", "INSERT INTO orders VALUES (1); SELECT pg_sleep(600)");
        try (EngineProcess engine = startEngine("tenants")) {
            app.execute("INSERT INTO customers VALUES ('acme')");
            awaitAnswer("SELECT count(*)" + SLEEPERS, "1");
            engine.plugin().destroyForcibly();
        }
        app.query("SELECT pg_terminate_backend(pid)" + SLEEPERS);
        assertThat(schemas()).isEmpty();

        script("V2__slow.sql", "INSERT INTO orders VALUES (1)");
        try (EngineProcess _ = startEngine("tenants")) {
            awaitTenants("acme ACTIVE 2");
        }
        assertThat(schemas()).containsExactly("customer_acme");
        assertThat(app.query("SELECT id FROM customer_acme.orders")).containsExactly("1");
    }

    @Test
    void a_customer_that_has_grown_gets_a_schema_and_comes_back() throws Exception {
        app.execute(
                """
                CREATE TABLE large_customers (id text PRIMARY KEY, place text);
                CREATE TABLE orders (tenant_id text, id bigint, day date, total numeric(9,2));
                INSERT INTO orders VALUES ('acme', 1, '2026-05-01', 12.50), ('other', 2, '2026-05-02', 3);
                CREATE ROLE app_tenants;
                GRANT ALL ON orders TO app_tenants;
                """);
        try (EngineProcess _ = startEngine("a tenant moves")) {
            app.execute("INSERT INTO large_customers VALUES ('acme')");
            awaitAnswer("SELECT place FROM large_customers", "schema customer_acme");
            assertThat(app.query("SELECT id || ' ' || total FROM customer_acme.orders"))
                    .containsExactly("1 12.50");
            assertThat(app.query("SELECT tenant_id FROM orders")).containsExactly("other");
            awaitTenants("acme ACTIVE 1");

            app.execute("DELETE FROM large_customers");
            awaitAnswer(
                    "SELECT tenant_id || ' ' || id FROM orders ORDER BY 1", "acme 1", "other 2");
            assertThat(schemas()).isEmpty();
        }
    }

    private List<@Nullable String> schemas() throws SQLException {
        return app.query(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'customer%' ORDER BY 1");
    }

    private void awaitTenants(String... tenants) {
        awaitAnswer(
                "SELECT tenant_id || ' ' || state || ' ' || version FROM data_engineering.tenants"
                        + " ORDER BY 1",
                tenants);
    }

    /** A table may not be there yet. */
    private void awaitAnswer(String query, String... answers) {
        patiently().untilAsserted(() -> assertThat(app.query(query)).containsExactly(answers));
    }

    private static ConditionFactory patiently() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(SQLException.class);
    }
}
