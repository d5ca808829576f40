package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.dms.AwsSandbox;
import com.gocodealone.dataengineering.adapters.testing.dms.Moto;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** The README's first example under the real engine, with a task of the DMS fake as its source. */
class DmsIT {
    @TempDir private Path work;
    private @Nullable PostgresServer shop;
    private @Nullable AwsSandbox aws;
    private @Nullable EngineProcess engine;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void start() throws Exception {
        Moto.obstacle()
                .ifPresent(
                        why -> {
                            System.err.println(
                                    "THE DMS TEST DOES NOT RUN: it needs moto, and " + why);
                            Assumptions.abort(why);
                        });
        shop = PostgresServer.start(work.resolve("pg"), Map.of());
        shop.execute(
                """
                CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL, total numeric(12,2));
                ALTER TABLE orders REPLICA IDENTITY FULL;
                INSERT INTO orders VALUES (0, 'Zoe', NULL);
                CREATE TABLE order_audit (seq bigserial PRIMARY KEY, event_id text NOT NULL, op text NOT NULL,
                    order_id text NOT NULL, before jsonb, after jsonb, at timestamptz NOT NULL);
                """);
        aws = AwsSandbox.start(shop);
        String stream = aws.createStream("orders", 1);
        String task = aws.createTask("orders", "public.orders", "full-load-and-cdc", stream);
        environment = new HashMap<>(Map.of("TASK_ARN", task, "CBOR_ENABLED", "false"));
        environment.put("AWS_SECRET", AwsSandbox.SECRET_KEY);
        environment.put("SHOP_DSN", shop.dsn("secret-of-the-shop"));
        engine = startEngine();
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
        if (aws != null) {
            aws.close();
        }
        if (shop != null) {
            shop.close();
        }
    }

    private EngineProcess startEngine() {
        return EngineProcess.start(EngineBinary.folder(work.resolve("data")), yaml(), environment)
                .awaitOutput("Loaded external plugin");
    }

    private String yaml() {
        if (aws == null) {
            throw new IllegalStateException("no AWS");
        }
        StringBuilder options =
                new StringBuilder("options:\n        task_arn: \"${env:TASK_ARN}\"\n");
        aws.options()
                .forEach(
                        (key, value) ->
                                options.append(
                                        "        %s: %s%n".formatted(key, text(key, value))));
        return Readme.example("audit trail")
                .replace("provider: debezium", "provider: dms")
                .replaceFirst("connection: .*\\n", Matcher.quoteReplacement(options + "\n"));
    }

    private static String text(String key, Object value) {
        if (key.equals("secret_access_key")) {
            return "\"${env:AWS_SECRET}\"";
        }
        return value instanceof Map<?, ?> urls
                ? urls.toString().replace("=", ": \"").replace(",", "\",").replace("}", "\"}")
                : String.valueOf(value);
    }

    @Test
    void what_happens_to_a_row_is_in_the_audit_trail_also_after_a_crash() throws Exception {
        patiently().untilAsserted(() -> assertThat(audited("op")).containsExactly("READ"));
        execute("INSERT INTO orders VALUES (1, 'Ann', 12.50)");
        execute("UPDATE orders SET total = 13.75 WHERE id = 1");
        patiently()
                .untilAsserted(
                        () ->
                                assertThat(audited("op"))
                                        .containsExactly("READ", "INSERT", "UPDATE"));
        if (engine != null) {
            engine.plugin().destroyForcibly();
            engine.close();
        }
        execute("DELETE FROM orders WHERE id = 1");
        engine = startEngine();
        patiently().untilAsserted(() -> assertThat(audited("op")).contains("DELETE"));
        assertThat(audited("after->>'total'")).contains("12.50", "13.75");
        assertThat(audited("before->>'total'")).contains("12.50", "13.75");
        assertThat(audited("DISTINCT event_id")).hasSize(4);
        assertThat(engine.output()).doesNotContain(AwsSandbox.SECRET_KEY);
    }

    private void execute(String sql) throws SQLException {
        if (shop != null) {
            shop.execute(sql);
        }
    }

    private List<@Nullable String> audited(String what) throws SQLException {
        String order = what.startsWith("DISTINCT") ? "" : " ORDER BY seq";
        return shop == null
                ? List.of()
                : shop.query("SELECT " + what + " FROM order_audit" + order);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }
}
