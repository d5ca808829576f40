package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.order;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.ScriptFolder;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.migration.Version;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class MigrationTest {
    private static TestServer server;
    @TempDir private Path folder;
    private TenantDatabase tenants;

    @BeforeAll
    static void startServer() {
        server = TestServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        tenants = server.open(Map.of("strategy", "schema_per_tenant", "schema_prefix", "t_"));
        script("V1__make_notes.sql", "CREATE TABLE notes (id int);\nINSERT INTO notes VALUES (1);");
        script("V2__more.sql", "ALTER TABLE notes ADD text text;");
    }

    @AfterEach
    void clean() {
        tenants.close();
        server.schemas().forEach(one -> server.run("DROP SCHEMA \"%s\" CASCADE".formatted(one)));
        server.databases()
                .forEach(one -> server.run("DROP DATABASE \"%s\" (FORCE)".formatted(one)));
        server.run(
                "DROP SCHEMA IF EXISTS data_engineering CASCADE",
                "DROP TABLE IF EXISTS flyway_schema_history, notes");
    }

    private void script(String name, String sql) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
    }

    private List<String> history(String schema) {
        List<String> rows = new ArrayList<>();
        server.ask(
                        "SELECT installed_rank || ' ' || coalesce(version, '-') || ' ' || script"
                                + " FROM"
                                + " %s.flyway_schema_history ORDER BY installed_rank"
                                        .formatted(schema))
                .forEach(row -> rows.add(String.valueOf(row)));
        return rows;
    }

    @Test
    void a_new_tenant_gets_its_tables_before_it_is_in_use() {
        assertThat(tenants.provision("a", with(order(folder))).version()).isEqualTo("2");
        assertThat(ask(tenants, "a", "SELECT id FROM notes")).containsExactly(1L);
        assertThat(history("t_a")).containsExactly("1 1 V1__make_notes.sql", "2 2 V2__more.sql");
    }

    @Test
    void a_tenant_whose_migration_fails_is_not_made_and_the_same_call_makes_it_later()
            throws IOException {
        script("V3__wrong.sql", "CREATE TABLE x (id int); SELECT nonsense;");
        assertThatThrownBy(() -> tenants.provision("a", with(order(folder))))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("V3__wrong.sql: column \"nonsense\" does not exist");
        assertThat(server.schemas()).isEmpty();
        assertThat(tenants.find("a")).isNull();
        script("V3__wrong.sql", "CREATE TABLE x (id int)");
        assertThat(tenants.provision("a", with(order(folder))).version()).isEqualTo("3");
    }

    @Test
    void a_tenants_own_database_is_completed_by_the_same_call() throws IOException {
        try (TenantDatabase own = server.open(Map.of("strategy", "db_per_tenant"))) {
            script("V3__wrong.sql", "SELECT nonsense");
            assertThatThrownBy(() -> own.provision("acme", with(order(folder))))
                    .hasMessageContaining("V3__wrong.sql");
            assertThat(own.list().getFirst().state()).isEqualTo(TenantState.PROVISIONING);
            script("V3__wrong.sql", "SELECT 1");
            assertThat(own.provision("acme", with(order(folder))).version()).isEqualTo("3");
            assertThat(ask(own, "acme", "SELECT id FROM notes")).containsExactly(1L);
            assertThat(own.plans(List.of("acme"), order(folder)).get("acme"))
                    .matches(Plan::isCurrent);
            own.delete("acme", NOW);
        }
    }

    @Test
    void a_tenant_gets_what_it_lacks_and_the_next_run_finds_nothing_to_do() throws IOException {
        tenants.provision("a", with(order(folder)));
        script("V10__later.sql", "CREATE TABLE later ()");
        script("R__view.sql", "CREATE OR REPLACE VIEW all_notes AS SELECT * FROM notes");
        assertThat(tenants.migrate("a", order(folder)).pending()).hasSize(2);
        assertThat(tenants.migrate("a", order(folder)).pending()).isEmpty();
        assertThat(history("t_a")).endsWith("3 10 V10__later.sql", "4 - R__view.sql").hasSize(4);
        script("R__view.sql", "CREATE OR REPLACE VIEW all_notes AS SELECT id, text FROM notes");
        assertThat(tenants.migrate("a", order(folder)).pending()).hasSize(1);
        assertThat(tenants.find("a")).returns("10", one -> one.version());
    }

    @Test
    void a_migration_that_fails_changes_nothing_for_its_tenant_and_nobody_else()
            throws IOException {
        for (String id : List.of("a", "b")) {
            tenants.provision(id, with(order(folder)));
        }
        server.run("INSERT INTO t_b.notes VALUES (NULL)");
        script("V3__one.sql", "CREATE TABLE made_by_three ()");
        script("V4__two.sql", "ALTER TABLE notes ALTER id SET NOT NULL");
        MigrationOrder order = order(folder);
        assertThat(tenants.migrate("a", order).result()).isEqualTo(new Version("4"));
        assertThatThrownBy(() -> tenants.migrate("b", order))
                .hasMessageContaining("V4__two.sql: column \"id\" of relation \"notes\" contains");
        assertThat(history("t_b")).hasSize(2);
        assertThat(server.ask("SELECT to_regclass('t_b.made_by_three')::text")).containsOnlyNulls();
        server.run("DELETE FROM t_b.notes WHERE id IS NULL");
        tenants.migrate("b", order);
        assertThat(history("t_b")).isEqualTo(history("t_a"));
    }

    @Test
    void what_all_tenants_lack_is_decided_at_once() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tenants.provision("c" + i, with(order(folder)));
            ids.add("c" + i);
        }
        tenants.provision("empty", NEW);
        tenants.archive("c4");
        ids.addAll(List.of("empty", "nobody"));
        Map<String, Plan> plans = tenants.plans(ids, order(folder));
        assertThat(plans.get("c0")).matches(Plan::isCurrent);
        assertThat(plans.get("empty")).returns(2, plan -> plan.pending().size());
        assertThat(plans.get("c4"))
                .returns(List.of("tenant_id: \"c4\" is archived"), plan -> plan.problems());
        assertThat(plans.get("nobody"))
                .returns(
                        List.of("tenant_id: the registry knows no tenant \"nobody\""),
                        plan -> plan.problems());
    }

    @Test
    void a_script_that_was_changed_or_is_missing_is_noticed() throws IOException {
        tenants.provision("a", with(order(folder)));
        script("V1__make_notes.sql", "CREATE TABLE notes (id bigint)");
        assertThatThrownBy(() -> tenants.migrate("a", order(folder)))
                .hasMessage("V1__make_notes.sql was changed after it was applied");
        Files.delete(folder.resolve("V1__make_notes.sql"));
        assertThatThrownBy(() -> tenants.migrate("a", order(folder)))
                .hasMessage("V1__make_notes.sql was applied, and is not among the scripts");
    }

    @Test
    void many_callers_migrate_a_tenant_once() throws Exception {
        tenants.provision("a", NEW);
        MigrationOrder order = order(folder);
        Callable<Integer> call = () -> tenants.migrate("a", order).pending().size();
        int run = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(Collections.nCopies(6, call))) {
                run += one.get();
            }
        }
        assertThat(run).isEqualTo(2);
        assertThat(history("t_a")).hasSize(2);
    }

    @Test
    void a_lock_that_somebody_holds_is_not_waited_for_without_end()
            throws SQLException, IOException {
        tenants.provision("a", with(order(folder)));
        script("V3__alter.sql", "ALTER TABLE notes ADD more text");
        MigrationOrder impatient =
                new MigrationOrder(
                        ScriptFolder.read(folder),
                        null,
                        Map.of(),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(60));
        try (Connection other = server.connect("postgres");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE t_a.notes");
            assertThatThrownBy(() -> tenants.migrate("a", impatient))
                    .hasMessageContaining("t_a.notes is locked by session ")
                    .hasMessageContaining("(V3__alter.sql: ")
                    .extracting(failure -> ((Failure) failure).kind())
                    .isEqualTo(Failure.Kind.CONFLICT);
        }
        assertThat(history("t_a")).hasSize(2);
    }

    @Test
    void placeholders_have_values_of_the_user_and_of_the_tenant() throws IOException {
        script(
                "V3__who.sql",
                "CREATE TABLE who AS SELECT '${flyway:defaultSchema} ${greeting}' AS t");
        tenants.provision("a", NEW);
        assertThatThrownBy(() -> tenants.migrate("a", order(folder)))
                .hasMessage("placeholders: V3__who.sql needs a value for ${greeting}");
        tenants.migrate("a", order(folder, null, Map.of("greeting", "hello")));
        assertThat(ask(tenants, "a", "SELECT t FROM who")).containsExactly("t_a hello");
    }

    @Test
    void a_target_version_is_not_passed() throws IOException {
        script("R__view.sql", "CREATE VIEW v AS SELECT text FROM notes");
        tenants.provision("a", NEW);
        Plan plan = tenants.migrate("a", order(folder, new Version("1"), Map.of()));
        assertThat(plan.result()).isEqualTo(new Version("1"));
        assertThat(history("t_a")).containsExactly("1 1 V1__make_notes.sql");
    }

    @Test
    void what_a_script_sets_does_not_reach_the_next_one_nor_another_tenant() throws IOException {
        script("V3__dump.sql", "SELECT pg_catalog.set_config('search_path', '', false);");
        script("V4__after.sql", "ALTER TABLE notes ADD after text;");
        tenants.provision("a", with(order(folder)));
        tenants.provision("b", with(order(folder)));
        assertThat(ask(tenants, "b", "SELECT current_schema()::text")).containsExactly("t_b");
    }

    @Test
    void shared_tables_are_migrated_once_for_all_tenants() throws IOException {
        server.run(
                "CREATE ROLE sharer LOGIN PASSWORD 'x'",
                "GRANT CREATE ON DATABASE postgres TO sharer",
                "GRANT CREATE ON SCHEMA public TO sharer",
                "CREATE TABLE notes (tenant_id text)",
                "ALTER TABLE notes OWNER TO sharer");
        Files.delete(folder.resolve("V1__make_notes.sql"));
        script(
                "V3__anew.sql",
                "DROP TABLE notes; CREATE TABLE notes (id int, tenant_id text, text text)");
        Map<String, ?> settings =
                Map.of(
                        "strategy", "row_level",
                        "tables", List.of("notes"),
                        "connection", server.dsn("sharer", "postgres"));
        try (TenantDatabase sharing = server.open(settings)) {
            sharing.provision("a", NEW);
            sharing.provision("b", NEW);
            assertThat(sharing.migrate("a", order(folder)).pending()).hasSize(2);
            assertThat(sharing.migrate("b", order(folder)).pending()).isEmpty();
            Calls.query(sharing, "a", "INSERT INTO notes VALUES (1, 'a')");
            assertThat(ask(sharing, "b", "SELECT id FROM notes"))
                    .as("a table made anew is guarded again")
                    .isEmpty();
        } finally {
            server.run(
                    "DROP SCHEMA IF EXISTS data_engineering CASCADE",
                    "DROP OWNED BY sharer",
                    "DROP ROLE sharer");
        }
    }
}
