package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.order;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The database is killed while tenants are made, migrated and removed; then the same calls come
 * again.
 */
class CrashTest {
    private static final PoolLimits IMPATIENT =
            new PoolLimits(4, 4, Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final int MANY = 25;
    private static final String HISTORY =
            "SELECT version FROM flyway_schema_history ORDER BY installed_rank";

    private static final String DONE = "SELECT 1 FROM data_engineering.tenants WHERE version = '3'";

    private TestServer server;

    @BeforeEach
    void startServer() {
        server = TestServer.start(Map.of("synchronous_commit", "on"));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void every_tenant_is_whole_or_absent_and_the_same_calls_complete_the_rest(String strategy)
            throws InterruptedException {
        try (TenantDatabase tenants =
                server.open(Map.of("strategy", strategy, "schema_prefix", "t_"), IMPATIENT)) {
            tenants.provision("first", NEW);
            Runnable restart =
                    killWhile(() -> provisionAll(tenants), () -> allPlaces().contains("t_t5"));
            restart.run();
            Set<String> active = new HashSet<>();
            tenants.list().stream()
                    .filter(tenant -> tenant.state() == TenantState.ACTIVE)
                    .forEach(tenant -> active.add("t_" + tenant.id()));
            assertThat(places(strategy)).as("what is in use is there").containsAll(active);
            callUntilAllIsDone(() -> provisionAll(tenants));
            assertThat(places(strategy)).hasSize(MANY + 1);
            Runnable again =
                    killWhile(() -> deleteAll(tenants), () -> !allPlaces().contains("t_t5"));
            again.run();
            callUntilAllIsDone(() -> deleteAll(tenants));
            assertThat(places(strategy)).containsExactly("t_first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void every_script_runs_once_for_each_tenant_whatever_comes_in_between(
            String strategy, @TempDir Path folder) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("V1__notes.sql"), "CREATE TABLE notes (id int)");
        try (TenantDatabase tenants =
                server.open(Map.of("strategy", strategy, "schema_prefix", "t_"), IMPATIENT)) {
            MigrationOrder first = order(folder);
            assertThat(forAll(id -> tenants.provision(id, with(first)))).isEmpty();
            Files.writeString(folder.resolve("V2__more.sql"), "INSERT INTO notes VALUES (2)");
            Files.writeString(folder.resolve("V3__more.sql"), "ALTER TABLE notes ADD t text");
            MigrationOrder next = order(folder);
            Runnable restart =
                    killWhile(
                            () -> forAll(id -> tenants.migrate(id, next)),
                            () -> server.ask(DONE).size() > 4);
            restart.run();
            callUntilAllIsDone(() -> forAll(id -> tenants.migrate(id, next)));
            forAll(id -> assertThat(ask(tenants, id, HISTORY)).containsExactly("1", "2", "3"));
            forAll(id -> assertThat(ask(tenants, id, "SELECT id FROM notes")).hasSize(1));
        }
    }

    /** Runs {@code work} in another thread and kills the server in the middle of it. */
    private Runnable killWhile(Runnable work, Callable<Boolean> middle)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread worker =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    begun.countDown();
                                    work.run();
                                });
        begun.await();
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5)).until(middle);
        Runnable restart = server.kill();
        worker.join();
        return restart;
    }

    private List<String> allPlaces() {
        List<String> all = new ArrayList<>();
        server.schemas().forEach(one -> all.add(String.valueOf(one)));
        server.databases().forEach(one -> all.add(String.valueOf(one)));
        return all;
    }

    private List<String> places(String strategy) {
        List<String> places = new ArrayList<>();
        (strategy.equals("db_per_tenant") ? server.databases() : server.schemas())
                .forEach(one -> places.add(String.valueOf(one)));
        return places;
    }

    /** A server that has just come back may keep a busy machine waiting. */
    private static void callUntilAllIsDone(Callable<List<String>> calls) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(calls.call()).as("refused").isEmpty());
    }

    /** Stops at the first that it could not be done for, and answers with it and why. */
    private static List<String> provisionAll(TenantDatabase tenants) {
        return forAll(id -> tenants.provision(id, NEW));
    }

    private static List<String> deleteAll(TenantDatabase tenants) {
        return forAll(id -> tenants.delete(id, NOW));
    }

    private static List<String> forAll(Consumer<String> call) {
        for (int i = 0; i < MANY; i++) {
            try {
                call.accept("t" + i);
            } catch (Failure failure) {
                assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
                return List.of("t%d: %s".formatted(i, failure.getMessage()));
            }
        }
        return List.of();
    }
}
