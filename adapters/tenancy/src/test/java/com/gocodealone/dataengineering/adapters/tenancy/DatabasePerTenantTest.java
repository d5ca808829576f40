package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ADOPT;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.RESTORE;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.Deletion;
import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.PoolState;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class DatabasePerTenantTest {
    private static final Map<String, ?> SETTINGS =
            Map.of("strategy", "db_per_tenant", "schema_prefix", "t_");
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
        tenants = server.open(SETTINGS);
    }

    @AfterEach
    void clean() {
        tenants.close();
        server.databases()
                .forEach(one -> server.run("DROP DATABASE \"%s\" (FORCE)".formatted(one)));
        server.run("DROP SCHEMA IF EXISTS data_engineering CASCADE");
    }

    @Test
    void a_tenant_gets_a_database_and_its_statements_run_there() {
        assertThat(tenants.provision("acme", NEW).place()).isEqualTo("database t_acme");
        assertThat(tenants.provision("acme", NEW).state()).isEqualTo(TenantState.ACTIVE);
        assertThat(server.databases()).containsExactly("t_acme");
        server.runIn("t_acme", "CREATE TABLE notes (id int)");
        query(tenants, "acme", "INSERT INTO notes VALUES ($1)", 7);
        assertThat(ask(tenants, "acme", "SELECT current_database()::text || id FROM notes"))
                .containsExactly("t_acme7");
        assertThat(tenants.inventory("acme"))
                .extracting(TenantTable::name)
                .containsExactly("public.notes");
    }

    @Test
    void what_was_interrupted_before_the_database_was_made_is_completed() {
        tenants.list();
        server.run(
                "INSERT INTO data_engineering.tenants VALUES ('acme', 'acme', 'db_per_tenant',"
                        + " 'database t_acme', 'PROVISIONING')");
        assertThatThrownBy(() -> ask(tenants, "acme", "SELECT 1"))
                .hasMessage("tenant_id: \"acme\" is provisioning");
        assertThat(tenants.provision("acme", NEW).state()).isEqualTo(TenantState.ACTIVE);
        assertThat(server.databases()).containsExactly("t_acme");
    }

    @Test
    void what_was_interrupted_after_the_database_was_made_is_completed_or_removed() {
        tenants.list();
        for (String id : List.of("one", "two")) {
            server.run(
                    "CREATE DATABASE t_" + id,
                    "INSERT INTO data_engineering.tenants VALUES ('%1$s', '%1$s', 'db_per_tenant', 'database t_%1$s', 'PROVISIONING')"
                            .formatted(id));
        }
        assertThat(tenants.provision("one", NEW).state()).isEqualTo(TenantState.ACTIVE);
        assertThat(tenants.delete("two", NOW).state()).isEqualTo(TenantState.DELETED);
        assertThat(server.databases()).containsExactly("t_one");
    }

    @Test
    void a_removal_that_was_interrupted_is_completed() {
        tenants.provision("acme", NEW);
        tenants.archive("acme");
        server.run("UPDATE data_engineering.tenants SET state = 'DELETING'");
        assertThatThrownBy(() -> tenants.provision("acme", NEW))
                .hasMessageContaining("is being removed");
        assertThat(tenants.delete("acme", NOW).state()).isEqualTo(TenantState.DELETED);
        assertThat(server.databases()).isEmpty();
    }

    @Test
    void a_database_of_somebody_else_is_taken_over_only_when_that_is_meant() {
        server.run("CREATE DATABASE t_acme");
        assertThatThrownBy(() -> tenants.provision("acme", NEW))
                .hasMessageContaining("the database t_acme is there already");
        assertThat(tenants.find("acme")).isNull();
        assertThat(tenants.provision("acme", ADOPT).state()).isEqualTo(TenantState.ACTIVE);
    }

    @Test
    void an_archived_tenant_comes_back_with_its_rows() {
        tenants.provision("acme", NEW);
        server.runIn("t_acme", "CREATE TABLE notes AS SELECT 7 AS id");
        assertThat(ask(tenants, "acme", "SELECT id FROM notes")).containsExactly(7L);
        tenants.archive("acme");
        assertThat(server.databases()).containsExactly("t_acme_archived");
        tenants.provision("acme", RESTORE);
        assertThat(ask(tenants, "acme", "SELECT id FROM notes")).containsExactly(7L);
    }

    @Test
    void a_database_that_somebody_uses_is_not_torn_away() throws SQLException {
        tenants.provision("acme", NEW);
        try (Connection user = server.connect("t_acme")) {
            assertThat(user.isValid(1)).isTrue();
            assertThatThrownBy(() -> tenants.archive("acme"))
                    .isInstanceOf(Failure.class)
                    .hasMessageMatching(
                            "tenant_id: \"acme\": the database t_acme is in use by session \\d+ of"
                                    + " postgres \\(idle\\) .* the same call completes it .*")
                    .extracting(failure -> ((Failure) failure).kind())
                    .isEqualTo(Failure.Kind.CONFLICT);
        }
        assertThat(ask(tenants, "acme", "SELECT 1")).containsExactly(1L);
        assertThat(tenants.archive("acme").state()).isEqualTo(TenantState.ARCHIVED);
    }

    @Test
    void a_deleted_tenant_is_backed_up_first_when_that_is_asked(@TempDir Path folder)
            throws IOException {
        tenants.provision("acme", NEW);
        server.runIn("t_acme", "CREATE TABLE notes AS SELECT 7 AS id");
        tenants.delete("acme", new Deletion(Duration.ZERO, folder));
        assertThat(server.databases()).isEmpty();
        try (var backups = Files.list(folder)) {
            assertThat(backups.toList().getFirst().resolve("public.notes.csv"))
                    .hasContent("id\n7\n");
        }
    }

    @Test
    void a_template_says_how_to_reach_the_databases_of_tenants() {
        String template = server.dsn("postgres", "{tenant}") + "?application_name=for-{tenant}";
        try (TenantDatabase templated =
                server.open(
                        Map.of(
                                "strategy", "db_per_tenant",
                                "schema_prefix", "t_",
                                "connection_template", template))) {
            templated.provision("acme", NEW);
            String who = "SELECT current_database() || ' ' || current_setting('application_name')";
            assertThat(ask(templated, "acme", who)).containsExactly("t_acme for-t_acme");
        }
    }

    @Test
    void many_databases_share_few_connections() {
        PoolLimits few = new PoolLimits(2, 4, Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TenantDatabase narrow = server.open(SETTINGS, few)) {
            for (int i = 0; i < 12; i++) {
                narrow.provision("n" + i, NEW);
            }
            for (int i = 0; i < 24; i++) {
                assertThat(ask(narrow, "n" + i % 12, "SELECT current_database()::text"))
                        .containsExactly("t_n" + i % 12);
                assertThat(narrow.pools()).hasSizeLessThanOrEqualTo(3);
                assertThat(narrow.pools().stream().mapToInt(PoolState::max).sum())
                        .isLessThanOrEqualTo(6);
            }
        }
    }
}
