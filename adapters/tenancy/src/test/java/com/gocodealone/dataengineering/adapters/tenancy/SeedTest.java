package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.Provisioning;
import com.gocodealone.dataengineering.application.tenancy.Seed;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.migration.Script;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What a tenant has to begin with. */
class SeedTest {
    private static final String NOTES = "SELECT text FROM notes ORDER BY text";
    private static final String MAKE_NOTES = "CREATE TABLE notes (text varchar(20) NOT NULL)";

    @TempDir private static Path files;
    private static TestServer postgres;
    private static MySqlServer mysql;

    @BeforeAll
    static void startServers() {
        postgres = TestServer.start();
        postgres.run(
                "CREATE ROLE app",
                "CREATE TABLE shared (text varchar, tenant_id text DEFAULT"
                        + " current_setting('data_engineering.tenant'))",
                "GRANT ALL ON shared TO app");
        mysql = MySqlServer.start(files);
    }

    @AfterAll
    static void stopServers() {
        postgres.close();
        mysql.close();
    }

    private static TenantDatabase open(String server, String strategy) {
        return server.equals("mysql")
                ? mysql.open(strategy)
                : postgres.open(Map.of("strategy", strategy, "schema_prefix", "t_"));
    }

    private static Consumer<String> on(String server) {
        return sql -> {
            if (server.equals("mysql")) {
                mysql.run(sql);
            } else {
                postgres.run(sql);
            }
        };
    }

    /** A tenant with a table {@code notes}, filled by these scripts. */
    private static Provisioning filledWith(Path folder, String... scripts) throws IOException {
        Files.writeString(folder.resolve("V1__notes.sql"), MAKE_NOTES);
        MigrationOrder order = Calls.order(folder);
        return new Provisioning(false, false, false, order, seed(scripts), null);
    }

    private static Seed seed(String... scripts) {
        List<Script> all =
                IntStream.range(0, scripts.length)
                        .mapToObj(i -> new Script(null, "seed", i + ".sql", scripts[i]))
                        .toList();
        return new Seed(all, Map.of("greeting", "hello"), Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres, schema_per_tenant",
        "postgres, db_per_tenant",
        "mysql, schema_per_tenant",
        "mysql, db_per_tenant"
    })
    void a_new_tenant_is_filled_once_and_all_of_it_or_nothing(
            String server, String strategy, @TempDir Path folder) throws IOException {
        String good = "INSERT INTO notes VALUES ('${greeting}'); INSERT INTO notes VALUES ('b')";
        try (TenantDatabase tenants = open(server, strategy)) {
            Provisioning broken = filledWith(folder, good, "INSERT INTO notes VALUES (NULL)");
            assertThatThrownBy(() -> tenants.provision("acme", broken))
                    .hasMessageContaining("seed: 1.sql: ");
            assertThat(stateOf(tenants)).isNotEqualTo(TenantState.ACTIVE);
            Provisioning mended = filledWith(folder, good, "INSERT INTO notes VALUES ('c')");
            tenants.provision("acme", mended);
            assertThat(ask(tenants, "acme", NOTES)).containsExactly("b", "c", "hello");
            tenants.provision("acme", mended);
            assertThat(ask(tenants, "acme", NOTES)).hasSize(3);
            tenants.delete("acme", NOW);
        } finally {
            on(server).accept("DROP TABLE data_engineering.tenants");
        }
    }

    private static @Nullable TenantState stateOf(TenantDatabase tenants) {
        var found = tenants.find("acme");
        return found == null ? null : found.state();
    }

    @Test
    void a_database_that_was_filled_before_the_call_was_interrupted_is_not_filled_again(
            @TempDir Path folder) throws IOException {
        Provisioning how = filledWith(folder, "INSERT INTO notes VALUES ('a')");
        try (TenantDatabase tenants = open("postgres", "db_per_tenant")) {
            tenants.provision("acme", how);
            postgres.run("UPDATE data_engineering.tenants SET state = 'PROVISIONING'");
            tenants.provision("acme", how);
            assertThat(ask(tenants, "acme", NOTES)).containsExactly("a");
            tenants.delete("acme", NOW);
        } finally {
            postgres.run("DROP TABLE data_engineering.tenants");
        }
    }

    @Test
    void in_shared_tables_the_rows_are_the_tenants() {
        Provisioning how =
                new Provisioning(
                        false,
                        false,
                        false,
                        null,
                        seed("INSERT INTO shared VALUES ('mine')"),
                        null);
        try (TenantDatabase tenants =
                postgres.open(Map.of("strategy", "row_level", "tables", "shared", "role", "app"))) {
            tenants.provision("one", how);
            tenants.provision("other", how);
            assertThat(ask(tenants, "one", "SELECT text, tenant_id FROM shared"))
                    .containsExactly("mine", "one");
        } finally {
            postgres.run("DROP TABLE data_engineering.tenants");
        }
    }

    @Test
    void in_mysql_a_seed_makes_no_tables(@TempDir Path folder) throws IOException {
        Provisioning how = filledWith(folder, "CREATE TABLE more (id int)");
        try (TenantDatabase tenants = open("mysql", "schema_per_tenant")) {
            assertThatThrownBy(() -> tenants.provision("acme", how))
                    .hasMessageStartingWith("seed: 0.sql: in MySQL a seed has INSERT, UPDATE");
            tenants.delete("acme", NOW);
        } finally {
            mysql.run("DROP TABLE data_engineering.tenants");
        }
    }
}
