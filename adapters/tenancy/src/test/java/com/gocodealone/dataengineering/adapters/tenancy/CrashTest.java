package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.order;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.query;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.with;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.Move;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The database is killed while tenants are made, migrated, moved and removed; then the same calls
 * come again.
 */
class CrashTest {
    private static final int MANY = 15;
    private static final String HISTORY =
            "SELECT version FROM flyway_schema_history ORDER BY installed_rank";
    private static final String AT_NEWEST =
            "SELECT tenant_id FROM data_engineering.tenants WHERE version = '3'";

    private TestServer server;

    @BeforeEach
    void startServer() {
        server = TestServer.start(Map.of("synchronous_commit", "on"));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private TenantDatabase open(String strategy) {
        return server.open(
                Map.of(
                        "strategy",
                        strategy,
                        "schema_prefix",
                        "t_",
                        "tables",
                        List.of("notes"),
                        "role",
                        "app"),
                Crash.IMPATIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void every_tenant_is_whole_or_absent_and_the_same_calls_complete_the_rest(String strategy)
            throws Exception {
        try (TenantDatabase tenants = open(strategy)) {
            tenants.provision("first", NEW);
            crashDuring(id -> tenants.provision(id, NEW), () -> places(strategy).contains("t_t5"));
            Set<String> active = new HashSet<>();
            Crash.afterwards(tenants::list).stream()
                    .filter(tenant -> tenant.state() == TenantState.ACTIVE)
                    .forEach(tenant -> active.add("t_" + tenant.id()));
            assertThat(places(strategy)).as("what is in use is there").containsAll(active);
            assertThat(Crash.afterwards(MANY, id -> tenants.provision(id, NEW))).isEmpty();
            assertThat(places(strategy)).hasSize(MANY + 1);
            crashDuring(id -> tenants.delete(id, NOW), () -> !places(strategy).contains("t_t5"));
            assertThat(Crash.afterwards(MANY, id -> tenants.delete(id, NOW))).isEmpty();
            assertThat(places(strategy)).containsExactly("t_first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void every_script_runs_once_for_each_tenant_whatever_comes_in_between(
            String strategy, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("V1__notes.sql"), "CREATE TABLE notes (id int)");
        try (TenantDatabase tenants = open(strategy)) {
            MigrationOrder first = order(folder);
            assertThat(Crash.afterwards(MANY, id -> tenants.provision(id, with(first)))).isEmpty();
            Files.writeString(folder.resolve("V2__more.sql"), "INSERT INTO notes VALUES (2)");
            Files.writeString(folder.resolve("V3__more.sql"), "ALTER TABLE notes ADD t text");
            MigrationOrder next = order(folder);
            crashDuring(id -> tenants.migrate(id, next), () -> server.ask(AT_NEWEST).size() > 4);
            assertThat(Crash.afterwards(MANY, id -> tenants.migrate(id, next))).isEmpty();
            assertThat(Crash.afterwards(MANY, id -> assertWhole(tenants, id))).isEmpty();
        }
    }

    @Test
    void a_tenant_that_moves_is_whole_in_one_of_the_two_places(@TempDir Path folder)
            throws Exception {
        server.run(
                "CREATE ROLE app",
                "CREATE TABLE notes (tenant_id text DEFAULT"
                        + " current_setting('data_engineering.tenant'), id int)",
                "GRANT ALL ON notes TO app");
        Files.writeString(folder.resolve("V1__notes.sql"), "CREATE TABLE notes (id int)");
        Move up = new Move("schema_per_tenant", null, order(folder), false, true);
        Move down = new Move("row_level", null, null, false, true);
        try (TenantDatabase tenants = open("row_level")) {
            for (int i = 0; i < MANY; i++) {
                tenants.provision("t" + i, NEW);
                query(tenants, "t" + i, "INSERT INTO notes (id) VALUES (1)");
            }
            crashDuring(id -> tenants.move(id, up), () -> server.schemas().size() > 4);
            assertThat(Crash.afterwards(MANY, id -> hasItsRow(tenants, id))).isEmpty();
            assertThat(Crash.afterwards(MANY, id -> tenants.move(id, up))).isEmpty();
            assertThat(Crash.afterwards(MANY, id -> hasItsRow(tenants, id))).isEmpty();
            assertThat(server.ask("SELECT id FROM notes")).isEmpty();
            crashDuring(id -> tenants.move(id, down), () -> server.schemas().size() < MANY - 4);
            assertThat(Crash.afterwards(MANY, id -> tenants.move(id, down))).isEmpty();
            assertThat(Crash.afterwards(MANY, id -> hasItsRow(tenants, id))).isEmpty();
            assertThat(server.schemas()).isEmpty();
        }
    }

    private static void hasItsRow(TenantDatabase tenants, String id) {
        assertThat(ask(tenants, id, "SELECT id FROM notes")).containsExactly(1L);
    }

    private static void assertWhole(TenantDatabase tenants, String id) {
        assertThat(ask(tenants, id, HISTORY)).containsExactly("1", "2", "3");
        assertThat(ask(tenants, id, "SELECT id FROM notes")).hasSize(1);
    }

    private void crashDuring(Consumer<String> call, Callable<Boolean> middle) throws Exception {
        Crash.during(MANY, call, middle, server::kill);
    }

    private List<@Nullable String> places(String strategy) {
        return strategy.equals("db_per_tenant") ? server.databases() : server.schemas();
    }
}
