package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.RESTORE;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.application.tenancy.Deletion;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

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
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class RowLevelTest {
    private static TestServer server;
    private TenantDatabase tenants;

    @BeforeAll
    static void startServer() {
        server = TestServer.start();
        server.run(
                "CREATE ROLE owner LOGIN PASSWORD 'x'",
                "CREATE ROLE app NOLOGIN",
                "CREATE ROLE stranger NOLOGIN BYPASSRLS",
                "GRANT CREATE ON DATABASE postgres TO owner",
                "GRANT CREATE ON SCHEMA public TO owner");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        server.run(
                "CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id text NOT NULL)",
                "CREATE TABLE lines (order_id bigint REFERENCES orders, tenant_id text NOT NULL)",
                "ALTER TABLE orders OWNER TO owner",
                "ALTER TABLE lines OWNER TO owner",
                "GRANT ALL ON orders, lines TO app, stranger");
        tenants = server.open(settings(Map.of("connection", server.dsn("owner", "postgres"))));
    }

    private static Map<String, Object> settings(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>();
        all.put("strategy", "row_level");
        all.put("tables", List.of("orders", "public.lines"));
        all.putAll(more);
        return all;
    }

    @AfterEach
    void clean() {
        tenants.close();
        server.run("DROP TABLE lines, orders", "DROP SCHEMA IF EXISTS data_engineering CASCADE");
    }

    @Test
    void each_tenant_sees_and_changes_its_own_rows_only() {
        tenants.provision("a", NEW);
        tenants.provision("b", NEW);
        query(tenants, "a", "INSERT INTO orders VALUES (1, 'a'), (2, 'a')");
        query(tenants, "b", "INSERT INTO orders VALUES (3, 'b')");
        assertThat(ask(tenants, "a", "SELECT id FROM orders ORDER BY id")).containsExactly(1L, 2L);
        assertThat(ask(tenants, "b", "SELECT id FROM orders")).containsExactly(3L);
        assertThat(query(tenants, "a", "DELETE FROM orders WHERE id = $1", 3).changed()).isZero();
        assertThat(query(tenants, "a", "UPDATE orders SET id = id + 10").changed()).isEqualTo(2);
        assertThat(server.ask("SELECT id FROM orders ORDER BY id"))
                .containsExactly("3", "11", "12");
    }

    @Test
    void a_row_of_another_tenant_cannot_be_written() {
        tenants.provision("a", NEW);
        tenants.provision("b", NEW);
        assertThatThrownBy(() -> query(tenants, "a", "INSERT INTO orders VALUES (1, 'b')"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("row-level security policy");
        query(tenants, "a", "INSERT INTO orders VALUES (1, 'a')");
        assertThatThrownBy(() -> query(tenants, "a", "UPDATE orders SET tenant_id = 'b'"))
                .hasMessageContaining("row-level security policy");
    }

    @Test
    void a_policy_that_somebody_adds_does_not_widen_what_a_tenant_sees() {
        tenants.provision("a", NEW);
        tenants.provision("b", NEW);
        query(tenants, "b", "INSERT INTO orders VALUES (1, 'b')");
        server.run("CREATE POLICY everything ON orders USING (true)");
        assertThat(ask(tenants, "a", "SELECT id FROM orders")).isEmpty();
    }

    @Test
    void a_table_added_later_is_guarded_before_a_tenant_can_use_it() {
        tenants.provision("a", NEW);
        server.run(
                "CREATE TABLE notes AS SELECT 'b' AS tenant_id",
                "ALTER TABLE notes OWNER TO owner");
        Map<String, ?> more =
                settings(
                        Map.of(
                                "connection",
                                server.dsn("owner", "postgres"),
                                "tables",
                                List.of("orders", "lines", "notes")));
        try (TenantDatabase wider = server.open(more)) {
            assertThat(ask(wider, "a", "SELECT * FROM notes")).isEmpty();
        } finally {
            server.run("DROP TABLE notes");
        }
    }

    @Test
    void a_table_that_two_callers_find_unguarded_is_guarded_once() throws Exception {
        tenants.provision("a", NEW);
        server.run(
                "DROP POLICY data_engineering_tenant ON orders",
                "DROP POLICY data_engineering_only_tenant ON orders");
        Map<String, Object> same = settings(Map.of("connection", server.dsn("owner", "postgres")));
        try (TenantDatabase one = server.open(same);
                TenantDatabase other = server.open(same);
                Connection holder = server.connect("postgres");
                Statement hold = holder.createStatement();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            hold.execute("LOCK TABLE orders IN ACCESS SHARE MODE");
            Future<?> first = callers.submit(() -> one.provision("b", NEW));
            Future<?> second = callers.submit(() -> other.provision("c", NEW));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> server.ask("SELECT 1 FROM pg_locks WHERE NOT granted").size() > 1);
            holder.commit();
            first.get();
            second.get();
        }
        assertThat(server.ask("SELECT polname FROM pg_policy WHERE polrelid = 'orders'::regclass"))
                .hasSize(2);
    }

    @Test
    void a_column_may_have_another_type_than_text() {
        server.run(
                "CREATE TABLE things (id int, tenant_id uuid)",
                "ALTER TABLE things OWNER TO owner");
        Map<String, ?> other =
                settings(
                        Map.of(
                                "connection",
                                server.dsn("owner", "postgres"),
                                "tables",
                                List.of("things")));
        String one = "00000000-0000-0000-0000-000000000001";
        String two = "00000000-0000-0000-0000-000000000002";
        try (TenantDatabase things = server.open(other)) {
            things.provision(one, NEW);
            things.provision(two, NEW);
            query(things, one, "INSERT INTO things VALUES (1, $1)", one);
            assertThat(ask(things, one, "SELECT id FROM things")).containsExactly(1L);
            assertThat(ask(things, two, "SELECT id FROM things")).isEmpty();
            things.delete(one, NOW);
            assertThat(server.ask("SELECT id FROM things")).isEmpty();
        } finally {
            server.run("DROP TABLE things");
        }
    }

    @Test
    void a_user_whom_row_level_security_does_not_bind_is_refused() {
        try (TenantDatabase asSuperuser = server.open(settings(Map.of()))) {
            assertThatThrownBy(asSuperuser::check)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("row-level security does not bind postgres");
            assertThatThrownBy(() -> asSuperuser.provision("a", NEW))
                    .hasMessageContaining("row-level security does not bind postgres");
        }
        try (TenantDatabase bypassing = server.open(settings(Map.of("role", "stranger")))) {
            assertThatThrownBy(bypassing::check)
                    .hasMessageContaining("row-level security does not bind stranger");
        }
    }

    @Test
    void a_superuser_may_act_as_a_role_that_is_bound() {
        try (TenantDatabase acting = server.open(settings(Map.of("role", "app")))) {
            acting.check();
            acting.provision("a", NEW);
            acting.provision("b", NEW);
            query(acting, "a", "INSERT INTO orders VALUES (1, 'a')");
            assertThat(ask(acting, "a", "SELECT current_user::text")).containsExactly("app");
            assertThat(ask(acting, "a", "SELECT id FROM orders")).containsExactly(1L);
            assertThat(ask(acting, "b", "SELECT id FROM orders")).isEmpty();
        }
    }

    @Test
    void a_table_or_column_that_is_missing_is_said_at_the_start() {
        try (TenantDatabase wrong =
                server.open(settings(Map.of("tables", List.of("orders", "ordres"))))) {
            assertThatThrownBy(wrong::check).hasMessage("tables: there is no table public.ordres");
        }
        try (TenantDatabase wrong = server.open(settings(Map.of("tenant_column", "owner_id")))) {
            assertThatThrownBy(wrong::check)
                    .hasMessage("tables: public.orders has no column owner_id (tenant_column)");
        }
    }

    @Test
    void an_archived_tenant_keeps_its_rows_out_of_reach() {
        tenants.provision("a", NEW);
        query(tenants, "a", "INSERT INTO orders VALUES (1, 'a')");
        tenants.archive("a");
        assertThatThrownBy(() -> ask(tenants, "a", "SELECT id FROM orders"))
                .hasMessage("tenant_id: \"a\" is archived");
        tenants.provision("a", RESTORE);
        assertThat(ask(tenants, "a", "SELECT id FROM orders")).containsExactly(1L);
    }

    @Test
    void a_deleted_tenant_loses_its_rows_in_every_table_and_nobody_else_loses_one(
            @TempDir Path folder) throws IOException {
        tenants.provision("a", NEW);
        tenants.provision("b", NEW);
        for (String id : List.of("a", "b")) {
            long number = id.equals("a") ? 1 : 2;
            query(tenants, id, "INSERT INTO orders VALUES ($1, $2)", number, id);
            query(tenants, id, "INSERT INTO lines VALUES ($1, $2)", number, id);
        }
        assertThat(tenants.inventory("a"))
                .extracting(TenantTable::name, TenantTable::rows)
                .containsExactly(tuple("public.orders", 1L), tuple("public.lines", 1L));
        assertThat(tenants.delete("a", new Deletion(Duration.ZERO, folder)).state())
                .isEqualTo(TenantState.DELETED);
        assertThat(server.ask("SELECT tenant_id FROM orders UNION ALL SELECT tenant_id FROM lines"))
                .containsExactly("b", "b");
        try (var backups = Files.list(folder)) {
            assertThat(backups.toList().getFirst().resolve("public.orders.csv"))
                    .hasContent("id,tenant_id\n1,a\n");
        }
    }
}
