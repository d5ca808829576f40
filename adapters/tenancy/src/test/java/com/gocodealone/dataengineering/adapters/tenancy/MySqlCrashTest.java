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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A MariaDB is killed while tenants are made, migrated and removed. */
class MySqlCrashTest {
    private static final int MANY = 12;
    private static final PoolLimits IMPATIENT =
            new PoolLimits(4, 4, Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final String SUCCEEDED =
            "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank";

    private static final String DONE = "SELECT 1 FROM data_engineering.tenants WHERE version = '3'";

    private static MySqlServer server;
    private TenantDatabase tenants;

    @BeforeAll
    static void startServer(@TempDir Path files) {
        server = MySqlServer.start(files);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        tenants = server.open(Map.of("strategy", "schema_per_tenant"), IMPATIENT);
    }

    @AfterEach
    void close() {
        tenants.close();
        server.clean();
    }

    @Test
    void every_tenant_is_whole_or_absent_and_the_same_calls_complete_the_rest() throws Exception {
        killWhile(
                () -> forAll(id -> tenants.provision(id, NEW)),
                () -> server.databases().contains("t_t5"));
        assertThat(callUntilItIsBack(id -> tenants.provision(id, NEW))).isEmpty();
        assertThat(server.databases()).hasSize(MANY);
        killWhile(
                () -> forAll(id -> tenants.delete(id, NOW)),
                () -> !server.databases().contains("t_t5"));
        assertThat(callUntilItIsBack(id -> tenants.delete(id, NOW))).isEmpty();
        assertThat(server.databases()).isEmpty();
    }

    @Test
    void no_script_runs_twice_and_only_the_one_that_was_torn_apart_waits_for_a_person(
            @TempDir Path folder) throws Exception {
        script(folder, "V1__notes.sql", "CREATE TABLE notes (id int)");
        MigrationOrder first = order(folder);
        assertThat(forAll(id -> tenants.provision(id, with(first)))).isEmpty();
        script(folder, "V2__more.sql", "INSERT INTO notes VALUES (2)");
        script(folder, "V3__more.sql", "ALTER TABLE notes ADD t text");
        MigrationOrder next = order(folder);
        killWhile(() -> forAll(id -> tenants.migrate(id, next)), () -> server.ask(DONE).size() > 4);
        Map<String, String> failed = callUntilItIsBack(id -> tenants.migrate(id, next));
        assertThat(failed).hasSizeLessThanOrEqualTo(1);
        assertThat(failed.values()).allMatch(fact -> fact.contains("torn apart"));
        for (int i = 0; i < MANY; i++) {
            String id = "t" + i;
            if (!failed.containsKey(id)) {
                assertThat(ask(tenants, id, SUCCEEDED)).containsExactly("1", "2", "3");
                assertThat(ask(tenants, id, "SELECT id FROM notes")).containsExactly(2L);
            }
        }
    }

    private static void script(Path folder, String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }

    private void killWhile(Runnable work, Callable<Boolean> middle) throws Exception {
        CompletableFuture<Void> worker = CompletableFuture.runAsync(work);
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5)).until(middle);
        server.process().kill();
        assertThat(worker)
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .havingCause()
                .matches(MySqlCrashTest::isAway);
        server.process().restart();
    }

    /** A server that has just come back may keep a busy machine waiting. */
    private static Map<String, String> callUntilItIsBack(Consumer<String> call) {
        return await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsMatching(MySqlCrashTest::isAway)
                .until(() -> forAll(call), Objects::nonNull);
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof Failure away && away.kind() == Failure.Kind.UNAVAILABLE;
    }

    /**
     * What could not be done, and why.
     *
     * @throws Failure UNAVAILABLE when the server is away
     */
    private static Map<String, String> forAll(Consumer<String> call) {
        Map<String, String> failed = new LinkedHashMap<>();
        for (int i = 0; i < MANY; i++) {
            String id = "t" + i;
            try {
                call.accept(id);
            } catch (Failure failure) {
                if (isAway(failure)) {
                    throw failure;
                }
                failed.put(id, failure.fact());
            }
        }
        return failed;
    }
}
