package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A shop with one order, and the table that the audit trails of the pages write to. */
record AuditTrail(PostgresServer shop) implements AutoCloseable {
    static final String PASSWORD = "secret-of-the-shop";

    static AuditTrail start(Path folder) throws SQLException {
        PostgresServer shop = PostgresServer.start(folder, Map.of());
        shop.execute(
                """
                CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL, total numeric(12,2));
                INSERT INTO orders VALUES (0, 'Zoe', NULL);
                CREATE TABLE order_audit (seq bigserial PRIMARY KEY, event_id text NOT NULL, op text NOT NULL,
                    order_id text NOT NULL, before jsonb, after jsonb, at timestamptz NOT NULL);
                """);
        return new AuditTrail(shop);
    }

    String dsn() {
        return shop.dsn(PASSWORD);
    }

    void execute(String sql) throws SQLException {
        shop.execute(sql);
    }

    /** What the trail says, in the order in which it was written. */
    List<@Nullable String> audited(String what) throws SQLException {
        return shop.query("SELECT " + what + " FROM order_audit ORDER BY seq");
    }

    void awaitOperations(String... operations) {
        patiently().untilAsserted(() -> assertThat(audited("op")).containsExactly(operations));
    }

    static ConditionFactory patiently() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(SQLException.class);
    }

    @Override
    public void close() {
        shop.close();
    }
}
