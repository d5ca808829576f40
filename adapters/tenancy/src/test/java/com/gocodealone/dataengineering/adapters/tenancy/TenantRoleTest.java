package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.RESTORE;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.REUSE;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.Move;
import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.Provisioning;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The role of a tenant in PostgreSQL. */
class TenantRoleTest {
    private static final String SCHEMA = "schema_per_tenant";
    private static final Map<String, Object> LIMITS =
            Map.of(
                    "connection_limit", 1,
                    "statement_timeout", "3s",
                    "idle_in_transaction_timeout", "1m");

    /** The server takes a moment to notice that a session is over. */
    private static final Map<String, Object> ROOM = Map.of("connection_limit", 5);

    private static TestServer server;

    /** Not a superuser: what it may do has to be enough. */
    private static String owner;

    @TempDir private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start();
        server.run(
                "CREATE ROLE maker LOGIN CREATEROLE CREATEDB",
                "GRANT CREATE ON DATABASE postgres TO maker",
                "CREATE ROLE app",
                "GRANT app TO maker",
                "CREATE SCHEMA lookups AUTHORIZATION maker",
                "SET ROLE maker; CREATE TABLE lookups.countries AS SELECT 'de' AS code");
        owner = server.dsn("maker", "postgres");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void clean() {
        server.schemas().stream()
                .filter(schema -> !"lookups".equals(schema))
                .forEach(schema -> server.run("DROP SCHEMA \"%s\" CASCADE".formatted(schema)));
        server.databases().forEach(one -> server.run("DROP DATABASE \"%s\"".formatted(one)));
        server.run("DROP SCHEMA IF EXISTS data_engineering CASCADE");
        roles().forEach(
                        one ->
                                server.run(
                                        "DROP OWNED BY \"%s\"".formatted(one),
                                        "DROP ROLE \"%s\"".formatted(one)));
    }

    private static List<@Nullable String> roles() {
        return server.ask(
                "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tenant\\_%' ORDER BY 1");
    }

    private static TenantDatabase open(String strategy, Map<String, ?> role) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("connection", owner);
        settings.put("strategy", strategy);
        settings.put("schema_prefix", "t_");
        settings.put("tenant_role", role);
        if (strategy.equals(SCHEMA)) {
            settings.put("shared_schemas", List.of("lookups"));
        }
        return server.open(settings, PoolLimits.USUAL);
    }

    /** A new tenant with a table {@code notes} whose role has a password. */
    private Provisioning withNotes() throws IOException {
        Files.writeString(
                folder.resolve("V1__notes.sql"),
                "CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY, text varchar)");
        return new Provisioning(false, false, false, Calls.order(folder), null, "open-sesame");
    }

    private static Connection logIn(String tenant, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?user=tenant_%s"
                        .formatted(server.port(), database, tenant));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String placeOf(String strategy, String tenant) {
        return strategy.equals(SCHEMA) ? "postgres" : "t_" + tenant;
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEMA, "db_per_tenant"})
    void a_tenants_role_reads_and_writes_there_and_nowhere_else(String strategy)
            throws IOException, SQLException {
        try (TenantDatabase tenants = open(strategy, ROOM)) {
            tenants.provision("acme", withNotes());
            tenants.provision("other", withNotes());
            String other = strategy.equals(SCHEMA) ? "t_other.notes" : "notes";
            try (Connection acme = logIn("acme", placeOf(strategy, "acme"))) {
                run(acme, "INSERT INTO notes (text) VALUES ('mine')");
                run(acme, "UPDATE notes SET text = 'still mine'");
                assertThatThrownBy(() -> run(acme, "DROP TABLE notes"))
                        .hasMessageContaining("must be owner");
                assertThatThrownBy(() -> run(acme, "SELECT * FROM flyway_schema_history"))
                        .hasMessageContaining("permission denied");
                assertThatThrownBy(() -> run(acme, "SELECT * FROM data_engineering.tenants"))
                        .isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(
                            () -> {
                                try (Connection acme = logIn("acme", placeOf(strategy, "other"))) {
                                    run(acme, "SELECT * FROM " + other);
                                }
                            })
                    .hasMessageContaining("permission denied");
            assertThat(ask(tenants, "acme", "SELECT text FROM notes"))
                    .containsExactly("still mine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEMA, "db_per_tenant"})
    void it_is_bound_by_its_limits(String strategy) throws IOException, SQLException {
        try (TenantDatabase tenants = open(strategy, LIMITS)) {
            tenants.provision("acme", withNotes());
            try (Connection first = logIn("acme", placeOf(strategy, "acme"))) {
                assertThatThrownBy(() -> logIn("acme", placeOf(strategy, "acme")))
                        .hasMessageContaining("too many connections for role");
                run(first, "SELECT 1");
            }
        }
        assertThat(
                        server.ask(
                                "SELECT unnest(rolconfig) FROM pg_roles WHERE rolname ="
                                        + " 'tenant_acme'"))
                .contains(
                        "statement_timeout=3000ms", "idle_in_transaction_session_timeout=60000ms");
        assertThat(
                        server.ask(
                                "SELECT rolpassword LIKE 'SCRAM%' FROM pg_authid WHERE rolname ="
                                        + " 'tenant_acme'"))
                .containsExactly("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEMA, "db_per_tenant"})
    void to_make_the_tenant_again_gives_the_role_other_limits_and_keeps_its_password(
            String strategy) throws IOException, SQLException {
        try (TenantDatabase tenants = open(strategy, LIMITS)) {
            tenants.provision("acme", withNotes());
        }
        String before = password();
        try (TenantDatabase tenants = open(strategy, Map.of("connection_limit", 5))) {
            tenants.provision("acme", NEW);
            assertThat(
                            server.ask(
                                    "SELECT rolconnlimit FROM pg_roles WHERE rolname ="
                                            + " 'tenant_acme'"))
                    .containsExactly("5");
            assertThat(
                            server.ask(
                                    "SELECT array_to_string(rolconfig, ' ') FROM pg_roles WHERE"
                                            + " rolname = 'tenant_acme'"))
                    .noneMatch(settings -> String.valueOf(settings).contains("timeout"));
            assertThat(password()).isEqualTo(before);
            logIn("acme", placeOf(strategy, "acme")).close();
        }
    }

    private static String password() {
        return String.valueOf(
                server.ask("SELECT rolpassword FROM pg_authid WHERE rolname = 'tenant_acme'")
                        .getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEMA, "db_per_tenant"})
    void it_is_kept_out_while_its_tenant_is_archived_and_comes_back_with_it(String strategy)
            throws IOException, SQLException {
        try (TenantDatabase tenants = open(strategy, ROOM)) {
            tenants.provision("acme", withNotes());
            try (Connection open = logIn("acme", placeOf(strategy, "acme"))) {
                tenants.archive("acme");
                assertThatThrownBy(() -> run(open, "SELECT 1")).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(() -> logIn("acme", "postgres"))
                    .hasMessageContaining("too many connections for role");
            tenants.provision("acme", RESTORE);
            try (Connection acme = logIn("acme", placeOf(strategy, "acme"))) {
                run(acme, "INSERT INTO notes (text) VALUES ('back')");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEMA, "db_per_tenant"})
    void it_goes_with_its_tenant(String strategy) throws IOException {
        try (TenantDatabase tenants = open(strategy, LIMITS)) {
            tenants.provision("acme", withNotes());
            tenants.provision("other", withNotes());
            tenants.archive("acme");
            tenants.delete("acme", NOW);
            assertThat(roles()).containsExactly("tenant_other");
            tenants.delete("other", NOW);
            assertThat(roles()).isEmpty();
            tenants.provision("acme", REUSE);
            assertThat(roles()).containsExactly("tenant_acme");
        }
    }

    @Test
    void a_query_of_a_tenant_may_do_what_its_role_may() throws IOException {
        try (TenantDatabase tenants = open(SCHEMA, Map.of())) {
            tenants.provision("acme", withNotes());
            tenants.provision("other", withNotes());
            assertThat(ask(tenants, "acme", "SELECT code FROM countries")).containsExactly("de");
            for (String denied :
                    List.of(
                            "SELECT * FROM t_other.notes",
                            "UPDATE countries SET code = 'fr'",
                            "DELETE FROM data_engineering.tenants")) {
                assertThatThrownBy(() -> query(tenants, "acme", denied))
                        .hasMessageContaining("lacks a right");
            }
        }
    }

    @Test
    void a_tenant_has_a_role_while_it_has_a_schema() throws IOException {
        server.run(
                "CREATE TABLE public.notes (tenant_id text DEFAULT"
                        + " current_setting('data_engineering.tenant'), id int, text varchar)",
                "ALTER TABLE public.notes OWNER TO maker",
                "GRANT ALL ON public.notes TO app");
        MigrationOrder order = Objects.requireNonNull(withNotes().migrations());
        Map<String, Object> settings = new HashMap<>();
        settings.put("connection", owner);
        settings.put("strategy", "row_level");
        settings.put("role", "app");
        settings.put("tables", List.of("notes"));
        settings.put("tenant_role", Map.of());
        try (TenantDatabase tenants = server.open(settings)) {
            tenants.provision("acme", NEW);
            assertThat(roles()).isEmpty();
            tenants.move("acme", new Move(SCHEMA, null, order, false, true));
            assertThat(roles()).containsExactly("tenant_acme");
            query(tenants, "acme", "INSERT INTO notes (text) VALUES ('moved')");
            tenants.move("acme", new Move("row_level", null, null, false, true));
            assertThat(roles()).isEmpty();
            assertThat(ask(tenants, "acme", "SELECT text FROM notes")).containsExactly("moved");
        } finally {
            server.run("DROP TABLE public.notes");
        }
    }

    @Test
    void what_a_later_migration_makes_is_the_roles_too() throws IOException {
        try (TenantDatabase tenants = open(SCHEMA, Map.of())) {
            tenants.provision("acme", NEW);
            withNotes();
            MigrationOrder order = Calls.order(folder);
            tenants.migrate("acme", order);
            query(tenants, "acme", "INSERT INTO notes (text) VALUES ('new')");
            assertThat(ask(tenants, "acme", "SELECT text FROM notes")).containsExactly("new");
        }
    }

    @Test
    void a_tenant_that_was_made_before_there_were_roles_gets_one_when_it_is_made_again() {
        try (TenantDatabase tenants =
                server.open(
                        Map.of("connection", owner, "strategy", SCHEMA, "schema_prefix", "t_"))) {
            tenants.provision("acme", NEW);
        }
        try (TenantDatabase tenants = open(SCHEMA, Map.of())) {
            assertThatThrownBy(() -> query(tenants, "acme", "SELECT 1"))
                    .hasMessage(
                            "tenant_id: \"acme\" has no role tenant_acme yet; step.tenant_provision"
                                    + " makes it");
            tenants.provision("acme", NEW);
            assertThat(ask(tenants, "acme", "SELECT 1")).containsExactly(1L);
        }
    }

    @Test
    void a_role_of_somebody_else_is_left_alone_and_nothing_is_made() {
        server.run("CREATE ROLE tenant_acme");
        try (TenantDatabase tenants = open(SCHEMA, Map.of())) {
            assertThatThrownBy(() -> tenants.provision("acme", NEW))
                    .isInstanceOf(Failure.class)
                    .hasMessage(
                            "tenant_role: there is a role tenant_acme that is not this tenant's;"
                                    + " choose another prefix");
            assertThat(server.schemas()).doesNotContain("t_acme");
            assertThat(tenants.find("acme")).isNull();
        }
    }

    @Test
    void a_password_without_a_role_is_refused() throws IOException {
        Provisioning how = withNotes();
        try (TenantDatabase tenants = server.open(Map.of("strategy", SCHEMA))) {
            assertThatThrownBy(() -> tenants.provision("acme", how))
                    .hasMessageStartingWith("role_password: the tenant has no role of its own");
            assertThat(tenants.find("acme")).isNull();
        }
    }
}
