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
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class SchemaPerTenantTest {
    private static final String STRATEGY = "schema_per_tenant";
    private static TestServer server;
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
    void open() {
        tenants = server.open(Map.of("strategy", STRATEGY, "schema_prefix", "t_"));
    }

    @AfterEach
    void clean() {
        tenants.close();
        server.schemas()
                .forEach(schema -> server.run("DROP SCHEMA \"%s\" CASCADE".formatted(schema)));
        server.run("DROP SCHEMA IF EXISTS data_engineering CASCADE");
    }

    @Test
    void a_tenant_gets_a_schema_and_an_entry() {
        Tenant tenant = tenants.provision("Acme", NEW);
        assertThat(tenant.state()).isEqualTo(TenantState.ACTIVE);
        assertThat(tenant.place()).isEqualTo("schema t_acme");
        assertThat(server.schemas()).containsExactly("t_acme");
        assertThat(tenants.list()).containsExactly(tenant);
        assertThat(tenants.find("Acme")).isEqualTo(tenant);
        assertThat(tenants.find("other")).isNull();
    }

    @Test
    void to_make_it_again_changes_nothing() {
        Tenant first = tenants.provision("acme", NEW);
        server.run("CREATE TABLE t_acme.notes (id int)");
        assertThat(tenants.provision("acme", NEW)).isEqualTo(first);
        assertThat(server.ask("SELECT count(*) FROM t_acme.notes")).containsExactly("0");
    }

    @Test
    void ids_that_differ_in_case_only_do_not_meet() {
        tenants.provision("acme", NEW);
        assertThatThrownBy(() -> tenants.provision("ACME", NEW))
                .hasMessage(
                        "tenant_id: \"ACME\" differs from the tenant \"acme\" only in upper and"
                                + " lower case");
        assertThatThrownBy(() -> tenants.delete("ACME", NOW)).hasMessageContaining("differs");
    }

    @Test
    void a_schema_of_somebody_else_is_taken_over_only_when_that_is_meant() {
        server.run("CREATE SCHEMA t_acme", "CREATE TABLE t_acme.theirs (id int)");
        assertThatThrownBy(() -> tenants.provision("acme", NEW))
                .hasMessage(
                        "tenant_id: \"acme\" is not in the registry, but the schema t_acme is there"
                                + " already; adopt: true takes it over");
        assertThat(tenants.find("acme")).isNull();
        tenants.provision("acme", ADOPT);
        assertThat(ask(tenants, "acme", "SELECT count(*) FROM theirs")).containsExactly(0L);
    }

    @Test
    void an_archived_tenant_comes_back_with_its_rows() {
        tenants.provision("acme", NEW);
        server.run("CREATE TABLE t_acme.notes (id int)", "INSERT INTO t_acme.notes VALUES (7)");
        assertThat(tenants.archive("acme").state()).isEqualTo(TenantState.ARCHIVED);
        assertThat(server.schemas()).containsExactly("t_acme_archived");
        assertThatThrownBy(() -> ask(tenants, "acme", "SELECT id FROM notes"))
                .hasMessage("tenant_id: \"acme\" is archived");
        assertThatThrownBy(() -> tenants.provision("acme", NEW))
                .hasMessageContaining("restore: true brings it back");
        tenants.provision("acme", RESTORE);
        assertThat(ask(tenants, "acme", "SELECT id FROM notes")).containsExactly(7L);
    }

    @Test
    void a_deleted_tenant_is_gone_and_its_id_is_not_taken_again_by_mistake() {
        tenants.provision("acme", NEW);
        tenants.provision("other", NEW);
        server.run("CREATE TABLE t_acme.notes (id int)");
        assertThat(tenants.delete("acme", NOW).state()).isEqualTo(TenantState.DELETED);
        assertThat(tenants.delete("acme", NOW).state()).isEqualTo(TenantState.DELETED);
        assertThat(server.schemas()).containsExactly("t_other");
        assertThatThrownBy(() -> tenants.provision("acme", NEW))
                .hasMessageContaining("was deleted; reuse_id: true");
        tenants.provision("acme", REUSE);
        assertThat(tenants.inventory("acme")).isEmpty();
    }

    @Test
    void an_archived_tenant_can_be_deleted_when_its_grace_period_is_over() {
        Deletion afterADay = new Deletion(Duration.ofDays(1), null);
        tenants.provision("acme", NEW);
        assertThatThrownBy(() -> tenants.delete("acme", afterADay))
                .hasMessageContaining("with a grace_period it is archived before it is deleted");
        tenants.archive("acme");
        assertThatThrownBy(() -> tenants.delete("acme", afterADay))
                .hasMessageContaining("can be deleted from 20");
        server.run("UPDATE data_engineering.tenants SET changed_at = now() - interval '25 hours'");
        tenants.delete("acme", afterADay);
        assertThat(server.schemas()).isEmpty();
    }

    @Test
    void a_backup_has_the_rows_of_every_table(@TempDir Path folder) throws IOException {
        tenants.provision("acme", NEW);
        server.run(
                "CREATE TABLE t_acme.notes (id int, text text)",
                "INSERT INTO t_acme.notes VALUES (1, 'a,b'), (2, NULL)",
                "CREATE TABLE t_acme.\"odd/na.me\" (id int)");
        tenants.delete("acme", new Deletion(Duration.ZERO, folder.resolve("deep")));
        try (var backups = Files.list(folder.resolve("deep"))) {
            Path backup = backups.toList().getFirst();
            assertThat(backup.getFileName().toString()).matches("acme-\\d{8}T\\d{9}Z");
            assertThat(backup.resolve("t_acme_archived.notes.csv"))
                    .hasContent("id,text\n1,\"a,b\"\n2,\n");
            assertThat(backup.resolve("t_acme_archived.odd%2Fna.me.csv")).hasContent("id\n");
        }
        assertThat(server.schemas()).isEmpty();
    }

    @Test
    void nothing_is_removed_when_the_backup_cannot_be_written(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        tenants.provision("acme", NEW);
        server.run("CREATE TABLE t_acme.notes (id int)");
        assertThatThrownBy(() -> tenants.delete("acme", new Deletion(Duration.ZERO, file)))
                .hasMessageContaining("nothing was removed");
        assertThat(server.schemas()).containsExactly("t_acme");
        assertThat(tenants.provision("acme", NEW).state()).isEqualTo(TenantState.ACTIVE);
    }

    @Test
    void what_others_need_is_not_torn_away() {
        tenants.provision("acme", NEW);
        tenants.provision("other", NEW);
        server.run(
                "CREATE TABLE t_acme.countries (code text PRIMARY KEY)",
                "CREATE TABLE t_other.cities (code text REFERENCES t_acme.countries)",
                "CREATE VIEW t_other.all_countries AS SELECT * FROM t_acme.countries");
        assertThatThrownBy(() -> tenants.delete("acme", NOW))
                .hasMessageContaining(
                        "other schemas refer to it (table t_other.cities, view"
                                + " t_other.all_countries)");
        assertThat(server.schemas()).containsExactly("t_acme", "t_other");
    }

    @Test
    void the_inventory_says_what_a_tenant_has() {
        tenants.provision("acme", NEW);
        server.run(
                "CREATE TABLE t_acme.notes AS SELECT generate_series(1, 10) AS id",
                "CREATE VIEW t_acme.v AS SELECT 1 AS one");
        assertThat(tenants.inventory("acme"))
                .singleElement()
                .returns("t_acme.notes", TenantTable::name)
                .returns(10L, TenantTable::rows)
                .matches(table -> table.bytes() > 0);
        tenants.archive("acme");
        assertThat(tenants.inventory("acme"))
                .extracting(TenantTable::name)
                .containsExactly("t_acme_archived.notes");
    }

    @Test
    void a_statement_sees_the_tables_of_its_tenant_only() {
        for (String id : List.of("a", "b")) {
            tenants.provision(id, NEW);
            server.run("CREATE TABLE t_%s.notes (owner text)".formatted(id));
            query(tenants, id, "INSERT INTO notes VALUES ($1)", id);
        }
        server.run("CREATE TABLE t_b.only_b ()", "CREATE TABLE public.everybody ()");
        assertThat(ask(tenants, "a", "SELECT owner FROM notes")).containsExactly("a");
        assertThat(ask(tenants, "b", "SELECT owner FROM notes")).containsExactly("b");
        assertThatThrownBy(() -> ask(tenants, "a", "SELECT * FROM only_b"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ask(tenants, "a", "SELECT * FROM everybody"))
                .hasMessageContaining("does not exist");
        server.run("DROP TABLE public.everybody");
    }

    @Test
    void a_tenant_whose_schema_somebody_dropped_is_not_made_anew_silently() {
        tenants.provision("acme", NEW);
        server.run("DROP SCHEMA t_acme");
        assertThatThrownBy(() -> tenants.provision("acme", NEW)).hasMessageContaining("is gone");
        tenants.delete("acme", NOW);
        assertThat(tenants.provision("acme", REUSE).state()).isEqualTo(TenantState.ACTIVE);
    }

    @Test
    void a_tenant_kept_with_another_strategy_is_left_alone() {
        tenants.provision("acme", NEW);
        try (TenantDatabase other = server.open(Map.of("strategy", "db_per_tenant"))) {
            assertThatThrownBy(() -> other.delete("acme", NOW))
                    .hasMessageContaining(
                            "is kept with schema_per_tenant, and not with db_per_tenant");
        }
    }

    @Test
    void who_holds_a_lock_is_named_and_the_same_call_completes_what_it_kept_from_being_done()
            throws SQLException {
        PoolLimits hasty = new PoolLimits(2, 2, Duration.ofSeconds(9), Duration.ofMillis(200));
        tenants.provision("acme", NEW);
        server.run("CREATE TABLE t_acme.notes (id int)");
        try (TenantDatabase impatient =
                        server.open(Map.of("strategy", STRATEGY, "schema_prefix", "t_"), hasty);
                Connection other = server.connect("postgres");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM t_acme.notes");
            assertThatThrownBy(() -> impatient.delete("acme", NOW))
                    .hasMessageMatching(
                            "tenant_id: \"acme\": t_acme.notes is locked by session \\d+ of"
                                + " postgres \\(idle in transaction\\) longer than lock_timeout, .*"
                                + " the same call completes it .*");
            assertThat(ask(tenants, "acme", "SELECT count(*) FROM notes")).containsExactly(0L);
            other.rollback();
            assertThat(impatient.delete("acme", NOW).state()).isEqualTo(TenantState.DELETED);

            statement.execute(
                    "UPDATE data_engineering.tenants SET version = '1' WHERE tenant_key = 'acme'");
            assertThatThrownBy(() -> impatient.provision("acme", REUSE))
                    .hasMessageContaining("another call works on this tenant, or somebody else");
            other.rollback();
            assertThat(impatient.provision("acme", REUSE).state()).isEqualTo(TenantState.ACTIVE);
        }
    }
}
