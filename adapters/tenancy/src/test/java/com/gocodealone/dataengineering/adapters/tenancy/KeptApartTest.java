package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.REUSE;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whatever the ids are and however many calls come at once, no tenant meets another. */
class KeptApartTest {
    private static final PoolLimits NARROW =
            new PoolLimits(3, 4, Duration.ofSeconds(30), Duration.ofSeconds(30));

    /** The three strategies, each with tables for a note per tenant. */
    enum Way {
        SCHEMA_PER_TENANT,
        DB_PER_TENANT,
        ROW_LEVEL;

        Map<String, ?> settings(TestServer server) {
            return switch (this) {
                case SCHEMA_PER_TENANT ->
                        Map.of("strategy", "schema_per_tenant", "schema_prefix", "t_");
                case DB_PER_TENANT -> Map.of("strategy", "db_per_tenant", "schema_prefix", "t_");
                case ROW_LEVEL ->
                        Map.of(
                                "strategy",
                                "row_level",
                                "tables",
                                List.of("notes"),
                                "connection",
                                server.dsn("owner", "postgres"));
            };
        }

        void makeTable(TestServer server, Tenant tenant) {
            String name = tenant.place().substring(tenant.place().indexOf(' ') + 1);
            String table = "CREATE TABLE %snotes (tenant_id text DEFAULT '%s')";
            switch (this) {
                case SCHEMA_PER_TENANT ->
                        server.run(table.formatted('"' + name + "\".", tenant.id()));
                case DB_PER_TENANT -> server.runIn(name, table.formatted("", tenant.id()));
                case ROW_LEVEL -> {}
            }
        }
    }

    private static TestServer server;

    @BeforeAll
    static void startServer() {
        server = TestServer.start();
        server.run(
                "CREATE ROLE owner LOGIN PASSWORD 'x'",
                "GRANT CREATE ON DATABASE postgres TO owner",
                "CREATE TABLE notes (tenant_id text DEFAULT"
                        + " current_setting('data_engineering.tenant', true))",
                "ALTER TABLE notes OWNER TO owner");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void clean() {
        server.run("TRUNCATE notes", "DROP SCHEMA IF EXISTS data_engineering CASCADE");
        server.databases()
                .forEach(one -> server.run("DROP DATABASE \"%s\" (FORCE)".formatted(one)));
        server.schemas().forEach(one -> server.run("DROP SCHEMA \"%s\" CASCADE".formatted(one)));
    }

    @ParameterizedTest
    @EnumSource
    void many_callers_on_few_connections_see_their_own_tenant_only(Way way) throws Exception {
        List<String> ids = List.of("a", "b-1", "c_2", "00000000-0000-0000-0000-000000000001");
        try (TenantDatabase tenants = server.open(way.settings(server), NARROW)) {
            for (String id : ids) {
                way.makeTable(server, tenants.provision(id, NEW));
            }
            List<Callable<Void>> calls = new ArrayList<>();
            Random random = new Random(42);
            for (int i = 0; i < 200; i++) {
                String id = ids.get(random.nextInt(ids.size()));
                calls.add(
                        random.nextBoolean() ? () -> write(tenants, id) : () -> read(tenants, id));
            }
            allAtOnce(calls);
            for (String id : ids) {
                read(tenants, id);
            }
        }
    }

    private static Void write(TenantDatabase tenants, String id) {
        assertThat(query(tenants, id, "INSERT INTO notes DEFAULT VALUES").changed()).isEqualTo(1);
        return null;
    }

    private static Void read(TenantDatabase tenants, String id) {
        assertThat(ask(tenants, id, "SELECT tenant_id FROM notes")).allMatch(id::equals);
        return null;
    }

    private static void allAtOnce(List<Callable<Void>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_tenant_made_by_many_callers_is_made_once(Way way) throws Exception {
        try (TenantDatabase tenants = server.open(way.settings(server), NARROW)) {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(
                        () -> {
                            assertThat(tenants.provision("acme", NEW).state())
                                    .isEqualTo(TenantState.ACTIVE);
                            return null;
                        });
            }
            allAtOnce(calls);
            assertThat(tenants.list()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hostile_ids_are_refused_or_kept_apart(Way way) {
        List<String> hostile = hostileIds(new Random(7));
        try (TenantDatabase tenants = server.open(way.settings(server))) {
            way.makeTable(server, tenants.provision("victim", NEW));
            write(tenants, "victim");
            int made = 0;
            for (String id : hostile) {
                made += tryOut(tenants, way, id) ? 1 : 0;
            }
            assertThat(made).as("some are possible").isPositive();
            assertThat(ask(tenants, "victim", "SELECT tenant_id FROM notes"))
                    .containsExactly("victim");
            assertThat(tenants.list().stream().filter(one -> one.state() != TenantState.DELETED))
                    .extracting(Tenant::id)
                    .containsExactly("victim");
        }
    }

    private boolean tryOut(TenantDatabase tenants, Way way, String id) {
        Tenant tenant;
        try {
            tenant = tenants.provision(id, REUSE);
        } catch (Failure refused) {
            assertThat(refused.kind()).isIn(Failure.Kind.INVALID, Failure.Kind.CONFLICT);
            assertThatThrownBy(() -> ask(tenants, id, "SELECT 1")).isInstanceOf(Failure.class);
            return false;
        }
        if (way != Way.ROW_LEVEL) {
            String name = tenant.place().substring(tenant.place().indexOf(' ') + 1);
            assertThat(way == Way.DB_PER_TENANT ? server.databases() : server.schemas())
                    .contains(name);
            assertThat(name).isEqualTo("t_" + id.toLowerCase(Locale.ROOT));
        }
        if (way == Way.ROW_LEVEL) {
            assertThat(ask(tenants, id, "SELECT tenant_id FROM notes")).isEmpty();
            write(tenants, id);
            read(tenants, id);
        }
        tenants.delete(id, NOW);
        return true;
    }

    private static List<String> hostileIds(Random random) {
        List<String> ids =
                new ArrayList<>(
                        List.of(
                                "victim\"; DROP SCHEMA t_victim CASCADE; --",
                                "victim' OR '1'='1",
                                "VICTIM",
                                "victim\0",
                                "victim_archived",
                                "../victim",
                                "",
                                " ",
                                "%",
                                "*",
                                "$1",
                                "?",
                                ":x",
                                "{tenant}",
                                "ｖｉｃｔｉｍ",
                                "x".repeat(300)));
        String alphabet = "ab_-AZ09\"';.\\$?: \t\nüİ";
        for (int i = 0; i < 40; i++) {
            StringBuilder id = new StringBuilder();
            int length = 1 + random.nextInt(8);
            for (int j = 0; j < length; j++) {
                int limit = random.nextBoolean() ? 8 : alphabet.length();
                id.append(alphabet.charAt(random.nextInt(limit)));
            }
            ids.add(id.toString());
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('search_path', 't_b', false)",
                "SELECT set_config('work_mem', '123MB', false)",
                "SELECT set_config('data_engineering.tenant', 'b', false)",
                "SELECT pg_advisory_lock(4711)::text",
                "SELECT 1 INTO TEMP leaked"
            })
    void nothing_that_a_statement_sets_reaches_the_next_one(String statement) {
        PoolLimits one = new PoolLimits(1, 2, Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TenantDatabase tenants = server.open(Way.SCHEMA_PER_TENANT.settings(server), one)) {
            tenants.provision("a", NEW);
            tenants.provision("b", NEW);
            String session =
                    "SELECT current_setting('search_path') || current_setting('work_mem')"
                            + " || coalesce(current_setting('data_engineering.tenant', true), '')"
                            + " || coalesce(to_regclass('pg_temp.leaked')::text, '-')";
            var before = ask(tenants, "a", session);
            query(tenants, "a", statement);
            assertThat(ask(tenants, "a", session)).isEqualTo(before);
            assertThat(server.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                    .containsExactly("0");
        }
    }

    @Test
    void a_statement_that_fails_leaves_no_lock_behind() {
        try (TenantDatabase tenants = server.open(Way.SCHEMA_PER_TENANT.settings(server))) {
            tenants.provision("a", NEW);
            assertThatThrownBy(
                            () ->
                                    query(
                                            tenants,
                                            "a",
                                            "SELECT pg_advisory_lock(i), 1 / i FROM"
                                                    + " generate_series(1, 0, -1) i"))
                    .hasMessageContaining("division by zero");
            await().atMost(Duration.ofMinutes(2))
                    .until(
                            () ->
                                    server.ask(
                                                    "SELECT count(*) FROM pg_locks WHERE locktype ="
                                                            + " 'advisory'")
                                            .contains("0"));
        }
    }
}
