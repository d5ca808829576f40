package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.RESTORE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.Provisioning;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The role of a tenant in MariaDB, where it is a user. */
class MySqlRoleTest {
    private static final Map<String, Object> LIMITS =
            Map.of("connection_limit", 1, "statement_timeout", "1500ms");
    private static final Provisioning WITH_PASSWORD =
            new Provisioning(false, false, false, null, null, "open-sesame");

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
        server.ask("SELECT user FROM mysql.user WHERE user LIKE 'tenant\\_%'")
                .forEach(one -> server.run("DROP USER \"%s\"".formatted(one)));
    }

    private static TenantDatabase open(String strategy) {
        return server.open(Map.of("strategy", strategy, "tenant_role", LIMITS), PoolLimits.USUAL);
    }

    private static Connection logIn(String tenant, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:%d/%s?user=tenant_%s&password=open-sesame"
                        .formatted(server.process().port(), database, tenant));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void a_tenants_user_reads_and_writes_there_and_nowhere_else(String strategy)
            throws SQLException {
        try (TenantDatabase tenants = open(strategy)) {
            tenants.provision("a_b", WITH_PASSWORD);
            tenants.provision("axb", WITH_PASSWORD);
            server.run("CREATE TABLE t_a_b.notes (id int)", "CREATE TABLE t_axb.notes (id int)");
            try (Connection one = logIn("a_b", "t_a_b")) {
                run(one, "INSERT INTO notes VALUES (1)");
                for (String denied :
                        new String[] {
                            "SELECT * FROM t_axb.notes",
                            "DROP TABLE notes",
                            "SELECT * FROM data_engineering.tenants"
                        }) {
                    assertThatThrownBy(() -> run(one, denied)).hasMessageContaining("denied");
                }
                assertThatThrownBy(() -> logIn("a_b", "t_a_b"))
                        .hasMessageContaining("max_user_connections");
            }
        }
        assertThat(
                        server.ask(
                                "SELECT max_statement_time FROM mysql.user WHERE user ="
                                        + " 'tenant_a_b'"))
                .singleElement()
                .asString()
                .startsWith("1.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void it_is_kept_out_while_its_tenant_is_archived_and_goes_with_it(String strategy)
            throws SQLException {
        try (TenantDatabase tenants = open(strategy)) {
            tenants.provision("acme", WITH_PASSWORD);
            try (Connection open = logIn("acme", "t_acme")) {
                tenants.archive("acme");
                assertThatThrownBy(() -> run(open, "SELECT 1")).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(() -> logIn("acme", "t_acme")).hasMessageContaining("locked");
            tenants.provision("acme", RESTORE);
            tenants.provision("acme", NEW);
            logIn("acme", "t_acme").close();
            tenants.delete("acme", NOW);
            assertThat(server.ask("SELECT user FROM mysql.user WHERE user LIKE 'tenant\\_%'"))
                    .isEmpty();
        }
    }

    @Test
    void nobody_logs_in_before_there_is_a_password() {
        try (TenantDatabase tenants = open("schema_per_tenant")) {
            tenants.provision("acme", NEW);
            assertThatThrownBy(() -> logIn("acme", "t_acme")).hasMessageContaining("denied");
        }
    }

    @Test
    void a_limit_that_the_server_does_not_have_is_refused() {
        Map<String, ?> settings =
                Map.of(
                        "strategy",
                        "schema_per_tenant",
                        "tenant_role",
                        Map.of("idle_in_transaction_timeout", "1m"));
        assertThatThrownBy(() -> server.open(settings, PoolLimits.USUAL))
                .hasMessageContaining("MySQL and MariaDB have no such limit");
    }
}
