package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ADOPT;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.RESTORE;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.REUSE;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.Deletion;
import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.PoolState;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.application.tenancy.TenantQueryCall;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tenants in a MariaDB, where a schema is a database. */
class MySqlTenantsTest {
    @TempDir private static Path files;
    private static MySqlServer server;

    @BeforeAll
    static void startServer() {
        server = MySqlServer.start(files);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void clean() {
        server.clean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void a_tenant_gets_a_database_and_its_statements_run_there(String strategy) {
        try (TenantDatabase tenants = server.open(strategy)) {
            tenants.check();
            assertThat(tenants.provision("acme", NEW).place()).endsWith(" t_acme");
            tenants.provision("other", NEW);
            assertThat(tenants.provision("acme", NEW).state()).isEqualTo(TenantState.ACTIVE);
            assertThat(server.databases()).containsExactly("t_acme", "t_other");
            for (String id : List.of("acme", "other")) {
                server.run("CREATE TABLE t_%s.notes (id int, text varchar(9))".formatted(id));
                query(tenants, id, "INSERT INTO notes VALUES ($2, $1)", id, 7.0);
            }
            assertThat(ask(tenants, "acme", "SELECT text FROM notes")).containsExactly("acme");
            assertThat(ask(tenants, "other", "SELECT text FROM notes")).containsExactly("other");
            assertThat(tenants.inventory("acme"))
                    .singleElement()
                    .extracting(TenantTable::name, TenantTable::rows)
                    .containsExactly("t_acme.notes", 1L);
            assertThat(tenants.list()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void an_archived_tenant_is_refused_and_comes_back_with_its_rows(String strategy) {
        try (TenantDatabase tenants = server.open(strategy)) {
            tenants.provision("acme", NEW);
            server.run("CREATE TABLE t_acme.notes AS SELECT 7 AS id");
            assertThat(tenants.archive("acme").state()).isEqualTo(TenantState.ARCHIVED);
            assertThatThrownBy(() -> ask(tenants, "acme", "SELECT id FROM notes"))
                    .hasMessage("tenant_id: \"acme\" is archived");
            assertThat(tenants.provision("acme", RESTORE).state()).isEqualTo(TenantState.ACTIVE);
            assertThat(ask(tenants, "acme", "SELECT id FROM notes")).containsExactly(7L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void a_deleted_tenant_is_backed_up_first_and_leaves_a_tombstone(
            String strategy, @TempDir Path folder) throws IOException {
        try (TenantDatabase tenants = server.open(strategy)) {
            tenants.provision("acme", NEW);
            server.run(
                    "CREATE TABLE t_acme.notes (id int, text varchar(20), bits varbinary(3))",
                    "INSERT INTO t_acme.notes VALUES (1, 'say \"a\\\\b\"', x'ff00'), (2, NULL,"
                            + " NULL)");
            tenants.delete("acme", new Deletion(Duration.ZERO, folder));
            assertThat(server.databases()).isEmpty();
            assertThatThrownBy(() -> tenants.provision("acme", NEW))
                    .hasMessageContaining("was deleted");
            assertThat(tenants.provision("acme", REUSE).state()).isEqualTo(TenantState.ACTIVE);
        }
        try (var backups = Files.list(folder)) {
            Path csv = backups.toList().getFirst().resolve("t_acme.notes.csv");
            assertThat(csv).content().startsWith("\"id\",\"text\",\"bits\"\n");
            server.run(
                    "CREATE TABLE t_acme.notes (id int, text varchar(20), bits varbinary(3))",
                    "LOAD DATA LOCAL INFILE '%s' INTO TABLE t_acme.notes FIELDS TERMINATED BY ',' ENCLOSED BY '\"' IGNORE 1 LINES (id, text, @bits) SET bits = FROM_BASE64(@bits)"
                            .formatted(csv));
        }
        assertThat(server.ask("SELECT concat_ws('|', id, text, hex(bits)) FROM t_acme.notes"))
                .containsExactly("1|say \"a\\b\"|FF00", "2");
    }

    @Test
    void what_was_interrupted_is_completed_or_removed() {
        try (TenantDatabase tenants = server.open("schema_per_tenant")) {
            tenants.list();
            for (String id : List.of("one", "two", "three")) {
                server.run(
                        "INSERT INTO data_engineering.tenants VALUES ('%1$s', '%1$s', 'schema_per_tenant', 'schema t_%1$s', 'PROVISIONING', NULL, utc_timestamp(6), utc_timestamp(6), NULL)"
                                .formatted(id));
            }
            server.run("CREATE DATABASE t_two", "CREATE DATABASE t_three");
            assertThat(tenants.provision("one", NEW).state()).isEqualTo(TenantState.ACTIVE);
            assertThat(tenants.provision("two", NEW).state()).isEqualTo(TenantState.ACTIVE);
            assertThat(tenants.delete("three", NOW).state()).isEqualTo(TenantState.DELETED);
            server.run(
                    "UPDATE data_engineering.tenants SET state = 'DELETING' WHERE tenant_id ="
                            + " 'two'");
            assertThat(tenants.delete("two", NOW).state()).isEqualTo(TenantState.DELETED);
            assertThat(server.databases()).containsExactly("t_one");
        }
    }

    @Test
    void a_database_of_somebody_else_is_taken_over_only_when_that_is_meant() {
        server.run("CREATE DATABASE t_acme");
        try (TenantDatabase tenants = server.open("schema_per_tenant")) {
            assertThatThrownBy(() -> tenants.provision("acme", NEW))
                    .hasMessageContaining("the schema t_acme is there already");
            assertThat(tenants.find("acme")).isNull();
            assertThat(tenants.provision("acme", ADOPT).state()).isEqualTo(TenantState.ACTIVE);
        }
    }

    @Test
    void a_tenant_that_others_refer_to_is_not_deleted() {
        try (TenantDatabase tenants = server.open("schema_per_tenant")) {
            tenants.provision("acme", NEW);
            tenants.provision("other", NEW);
            server.run(
                    "CREATE TABLE t_acme.a (id int PRIMARY KEY)",
                    "CREATE TABLE t_other.b (id int REFERENCES t_acme.a (id))");
            assertThatThrownBy(() -> tenants.delete("acme", NOW))
                    .hasMessageContaining("other schemas refer to it (table t_other.b)");
            assertThat(ask(tenants, "acme", "SELECT count(*) FROM a")).containsExactly(0L);
            server.run("DROP TABLE t_other.b");
        }
    }

    @Test
    void ids_that_differ_only_in_case_or_cannot_be_a_name_are_refused() {
        try (TenantDatabase tenants = server.open("schema_per_tenant")) {
            tenants.provision("Acme", NEW);
            assertThatThrownBy(() -> tenants.provision("acme", NEW))
                    .hasMessageContaining("differs from the tenant \"Acme\" only in upper and");
            String longest = "x".repeat(62);
            assertThat(tenants.provision(longest, NEW).place()).isEqualTo("schema t_" + longest);
            for (String id : List.of("x".repeat(63), "a`; DROP DATABASE shop; --", "a/b", "")) {
                assertThatThrownBy(() -> tenants.provision(id, NEW))
                        .as(id)
                        .isInstanceOf(Failure.class)
                        .hasMessageContaining("tenant_id");
            }
            assertThat(server.ask("SELECT schema_name FROM information_schema.schemata"))
                    .contains("shop");
        }
    }

    @Test
    void nothing_that_a_query_leaves_in_its_session_reaches_another_tenant() {
        PoolLimits one = new PoolLimits(1, 2, Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TenantDatabase tenants = server.open(Map.of("strategy", "schema_per_tenant"), one)) {
            tenants.provision("a", NEW);
            tenants.provision("b", NEW);
            query(tenants, "a", "SELECT @secret := 'of a', GET_LOCK('mine', 0)");
            assertThat(ask(tenants, "b", "SELECT @secret")).containsExactly((Object) null);
            assertThat(server.ask("SELECT IS_FREE_LOCK('mine')")).containsExactly("1");
            assertThat(ask(tenants, "b", "SELECT database()")).containsExactly("t_b");
        }
    }

    @Test
    void values_keep_their_kind() {
        try (TenantDatabase tenants = server.open("schema_per_tenant")) {
            tenants.provision("a", NEW);
            server.run(
                    "CREATE TABLE t_a.v (n bigint unsigned, m tinyint(1), d decimal(20,2), t"
                            + " datetime, b blob, f double, y year)",
                    "INSERT INTO t_a.v VALUES (18446744073709551615, 1, 12345678901234567.10,"
                            + " '2026-02-03 04:05:06', x'00ff', 1.5, 2026)");
            assertThat(ask(tenants, "a", "SELECT n, m, d, t, f, y FROM v"))
                    .containsExactly(
                            "18446744073709551615",
                            1L,
                            "12345678901234567.10",
                            "2026-02-03 04:05:06",
                            1.5,
                            2026L);
            assertThat(query(tenants, "a", "SELECT m FROM v WHERE d > ? LIMIT ?", "1", 1.0).rows())
                    .hasSize(1);
            assertThatThrownBy(() -> query(tenants, "a", "SELECT ?", List.of(1)))
                    .hasMessageContaining("MySQL has no arrays");
        }
    }

    @Test
    void a_query_is_one_statement_that_ends_in_time_and_changes_nothing_when_it_must_not() {
        try (TenantDatabase tenants = server.open("schema_per_tenant")) {
            tenants.provision("a", NEW);
            server.run("CREATE TABLE t_a.v (n int)");
            assertThatThrownBy(() -> query(tenants, "a", "SELECT 1; DROP TABLE v"))
                    .hasMessageContaining("only one statement");
            assertThat(ask(tenants, "a", "SELECT '\\'; DROP TABLE v -- '"))
                    .containsExactly("'; DROP TABLE v -- ");
            assertThatThrownBy(() -> query(tenants, "a", "DROP TABLE v"))
                    .hasMessageContaining("it begins with \"DROP\"");
            TenantQueryCall change =
                    new TenantQueryCall(
                            "INSERT INTO v VALUES (1)", List.of(), 10, true, Duration.ofSeconds(9));
            assertThatThrownBy(() -> tenants.query("a", change)).hasMessageContaining("READ ONLY");
            TenantQueryCall endless =
                    new TenantQueryCall(
                            "SELECT SLEEP(60) FROM seq_1_to_10",
                            List.of(),
                            10,
                            false,
                            Duration.ofMillis(100));
            assertThatThrownBy(() -> tenants.query("a", endless))
                    .hasMessageContaining("ran longer than its timeout");
            assertThat(ask(tenants, "a", "SELECT count(*) FROM v")).containsExactly(0L);
        }
    }

    @Test
    void with_a_user_of_its_own_a_tenant_cannot_read_another_one() {
        String template =
                "mysql://{tenant}:own@127.0.0.1:%d/{tenant}".formatted(server.process().port());
        try (TenantDatabase tenants =
                server.open(
                        Map.of("strategy", "db_per_tenant", "connection_template", template),
                        PoolLimits.USUAL)) {
            for (String id : List.of("a", "b")) {
                server.run(
                        "CREATE USER t_%s@'%%' IDENTIFIED BY 'own'".formatted(id),
                        "GRANT ALL ON t_%1$s.* TO t_%1$s@'%%'".formatted(id));
                tenants.provision(id, NEW);
                server.run("CREATE TABLE t_%s.notes AS SELECT 7 AS id".formatted(id));
            }
            assertThat(ask(tenants, "a", "SELECT id FROM notes")).containsExactly(7L);
            assertThatThrownBy(() -> ask(tenants, "a", "SELECT id FROM t_b.notes"))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("lacks a right");
        } finally {
            server.run("DROP USER t_a@'%', t_b@'%'");
        }
    }

    @Test
    void row_level_is_refused_because_the_server_would_keep_nothing_apart() {
        Map<String, String> shared = Map.of("strategy", "row_level", "tables", "a");
        assertThatThrownBy(() -> server.open(shared, PoolLimits.USUAL))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(
                        "row_level needs row-level security, which MySQL and MariaDB do not have");
    }

    @Test
    void many_databases_share_few_connections() {
        PoolLimits few = new PoolLimits(2, 4, Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TenantDatabase narrow = server.open(Map.of("strategy", "db_per_tenant"), few)) {
            for (int i = 0; i < 8; i++) {
                narrow.provision("n" + i, NEW);
                assertThat(ask(narrow, "n" + i, "SELECT database()")).containsExactly("t_n" + i);
            }
            assertThat(narrow.pools().stream().mapToInt(PoolState::max).sum())
                    .isLessThanOrEqualTo(6);
        }
    }
}
