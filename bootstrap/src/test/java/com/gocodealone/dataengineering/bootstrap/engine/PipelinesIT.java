package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.bootstrap.engine.RecordingServer.Request;

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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Each of the pipelines to copy, under the real engine, with a real PostgreSQL. */
class PipelinesIT {
    private static final String PASSWORD = "secret-of-the-shop";

    @TempDir private Path work;
    private PostgresServer shop;
    private RecordingServer http;
    private @Nullable EngineProcess engine;

    @BeforeEach
    void startAShop() {
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
        http = RecordingServer.start();
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
        http.close();
        shop.close();
    }

    private void run(String file, Map<String, String> environment) throws IOException {
        String yaml =
                Files.readString(Path.of("../application/examples", file))
                        .replace("/srv/app/migrations", work.resolve("migrations").toString());
        engine = EngineProcess.start(EngineBinary.folder(work.resolve("data")), yaml, environment);
        engine.awaitOutput("is open");
    }

    private String dsn() {
        return shop.dsn(PASSWORD);
    }

    @Test
    void audit_trail() throws Exception {
        shop.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);"
                        + " ALTER TABLE orders REPLICA IDENTITY FULL;"
                        + " INSERT INTO orders VALUES (0, 1);"
                        + " CREATE TABLE order_audit (event_id text PRIMARY KEY, op text, order_id"
                        + " text, before jsonb, after jsonb, at timestamptz)");
        run("audit-trail.yaml", Map.of("SHOP_DSN", dsn()));

        shop.execute("INSERT INTO orders VALUES (1000000, 12.50)");
        shop.execute("UPDATE orders SET total = 13 WHERE id = 1000000");
        shop.execute("DELETE FROM orders WHERE id = 1000000");

        awaitRows(
                "SELECT concat_ws(' ', op, order_id, before->>'total', after->>'total')"
                        + " FROM order_audit ORDER BY at, event_id",
                "INSERT 1000000 12.50",
                "UPDATE 1000000 12.50 13",
                "DELETE 1000000 13");
    }

    @Test
    void audit_trail_with_no_more_rights_than_the_page_on_security_gives() throws Exception {
        shop.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);"
                        + " CREATE TABLE order_audit (event_id text PRIMARY KEY, op text, order_id"
                        + " text, before jsonb, after jsonb, at timestamptz)");
        shop.execute(Readme.sql("least privilege"));
        run("audit-trail.yaml", Map.of("SHOP_DSN", dsn().replace("//postgres:", "//cdc:")));

        shop.execute("INSERT INTO orders VALUES (1, 12.50)");

        awaitRows("SELECT op FROM order_audit", "INSERT");
    }

    @Test
    void cache_invalidation() throws Exception {
        shop.execute(
                "CREATE TABLE products (id bigint PRIMARY KEY, price numeric);"
                        + " INSERT INTO products SELECT i, 1 FROM generate_series(1, 3) i");
        run("cache-invalidation.yaml", Map.of("SHOP_DSN", dsn(), "CACHE_URL", http.url()));

        http.refuse(2);
        shop.execute("UPDATE products SET price = 2 WHERE id = 2");
        shop.execute("DELETE FROM products WHERE id = 3");

        patiently()
                .untilAsserted(
                        () ->
                                assertThat(http.requests())
                                        .extracting(Request::line)
                                        .contains("PURGE /products/2", "PURGE /products/3")
                                        .doesNotContain("PURGE /products/1"));
    }

    @Test
    void outbox_to_http() throws Exception {
        shop.execute(
                "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " topic text NOT NULL, payload jsonb NOT NULL)");
        run(
                "outbox-to-http.yaml",
                Map.of("SHOP_DSN", dsn(), "EVENTS_URL", http.url(), "EVENTS_TOKEN", "t0ken"));

        http.refuse(2);
        shop.execute(
                "BEGIN; INSERT INTO outbox (topic, payload) VALUES ('orders', '{\"n\": 1}');"
                        + " DELETE FROM outbox; COMMIT");
        shop.execute("INSERT INTO outbox (topic, payload) VALUES ('bills', '{\"n\": 2}')");

        patiently()
                .untilAsserted(
                        () ->
                                assertThat(http.requests())
                                        .extracting(Request::line, Request::body)
                                        .containsExactly(
                                                tuple("POST /orders", "{\"n\":1}"),
                                                tuple("POST /bills", "{\"n\":2}")));
        assertThat(http.requests())
                .allSatisfy(
                        one -> {
                            assertThat(one.authorization()).isEqualTo("Bearer t0ken");
                            assertThat(one.idempotencyKey()).startsWith("outbox:0/");
                        });
    }

    @Test
    void tenant_sign_up() throws Exception {
        Files.writeString(
                EngineBinary.folder(work.resolve("migrations")).resolve("V1__orders.sql"),
                "CREATE TABLE orders (id bigint PRIMARY KEY)");
        shop.execute(
                "CREATE TABLE customers (id text PRIMARY KEY, place text);"
                        + " INSERT INTO customers VALUES ('acme')");
        run("tenant-sign-up.yaml", Map.of("APP_DSN", dsn()));

        shop.execute("INSERT INTO customers VALUES ('umbrella')");

        awaitRows(
                "SELECT id FROM customers WHERE place IS NOT NULL ORDER BY 1", "acme", "umbrella");
        awaitRows(
                "SELECT schemaname FROM pg_tables WHERE tablename = 'orders' ORDER BY 1",
                "customer_acme",
                "customer_umbrella");
    }

    @Test
    void replicate_table() throws Exception {
        String table = "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, total numeric);";
        shop.execute(
                table
                        + " ALTER TABLE orders REPLICA IDENTITY FULL;"
                        + " INSERT INTO orders VALUES (1, 'Ann', 12.50), (2, 'Bob', 3)");
        shop.execute("CREATE DATABASE copy");
        inTheCopy(table);
        run(
                "replicate-table.yaml",
                Map.of("SHOP_DSN", dsn(), "COPY_DSN", dsn().replace("/postgres?", "/copy?")));

        shop.execute("UPDATE orders SET total = 9007199254740993.10, customer = NULL WHERE id = 1");
        shop.execute("DELETE FROM orders WHERE id = 2");
        shop.execute("INSERT INTO orders VALUES (3, 'Cid', 0.01)");
        shop.execute("UPDATE orders SET id = 1000000 WHERE id = 3");
        awaitCopy("1  9007199254740993.10", "1000000 Cid 0.01");

        shop.execute("TRUNCATE orders");
        shop.execute("INSERT INTO orders VALUES (4, 'Dee', 4)");
        awaitCopy("4 Dee 4");
    }

    private void awaitCopy(String... rows) {
        String query = "SELECT id || ' ' || coalesce(customer, '') || ' ' || total FROM orders";
        patiently()
                .untilAsserted(
                        () -> assertThat(inTheCopy(query + " ORDER BY id")).containsExactly(rows));
    }

    private List<String> inTheCopy(String sql) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:%d/copy?user=postgres".formatted(shop.port());
        List<String> first = new ArrayList<>();
        try (Connection copy = DriverManager.getConnection(url);
                Statement statement = copy.createStatement()) {
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    first.add(rows.getString(1));
                }
            }
        }
        return first;
    }

    private void awaitRows(String query, String... rows) {
        patiently().untilAsserted(() -> assertThat(shop.query(query)).containsExactly(rows));
    }

    private static ConditionFactory patiently() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(SQLException.class);
    }
}
