package com.gocodealone.dataengineering.adapters.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A connection is lost while the pool still makes itself acquainted with the server. */
class LostConnectionTest {
    private static final PoolLimits PATIENT =
            new PoolLimits(1, 1, Duration.ofSeconds(20), Duration.ofSeconds(10));

    @Test
    void a_pool_works_again_although_its_very_first_connection_was_cut() {
        try (TestServer server = TestServer.start();
                CuttingRelay relay = new CuttingRelay(server.port(), "ISOLATION LEVEL");
                Database database = new Database(url(relay.port()), 1, PATIENT)) {
            assertThat(one(database)).isEqualTo(1);
            assertThat(relay.hasCut()).as("the first connection was cut").isTrue();
        }
    }

    private static int one(Database database) {
        return database.transaction(
                handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
    }

    private static DatabaseUrl url(int port) {
        return DatabaseUrl.parse(
                "connection",
                "postgres://postgres:unused@127.0.0.1:%d/postgres?sslmode=disable".formatted(port));
    }
}
