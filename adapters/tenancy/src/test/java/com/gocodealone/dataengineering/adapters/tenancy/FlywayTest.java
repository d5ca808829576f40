package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ADOPT;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.order;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.migration.Plan;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
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
import java.util.concurrent.CompletableFuture;

/** The history is Flyway's: each of the two goes on where the other one has stopped. */
class FlywayTest {
    @TempDir private Path folder;
    private TestServer server;
    private TenantDatabase tenants;

    @BeforeEach
    void open() throws IOException {
        server = TestServer.start();
        tenants = server.open(Map.of("strategy", "schema_per_tenant", "schema_prefix", "t_"));
        script("V1__make_notes.sql", "\uFEFFCREATE TABLE notes (id int);\r\nSELECT 'ü';\r\n\n");
        script("V1.1__more_of_it.sql", "ALTER TABLE notes ADD text text");
        script("sub/V2_0_3__deep.sql", "-- ${flyway:defaultSchema}\nCREATE TABLE deep ();\n");
        script("R__a_view.sql", "CREATE OR REPLACE VIEW v AS SELECT '${word}' AS t;\n");
        script(
                "R__b_view.sql",
                "CREATE OR REPLACE VIEW w AS SELECT '${flyway:defaultSchema}' AS t;");
    }

    @AfterEach
    void close() {
        tenants.close();
        server.close();
    }

    private void script(String name, String sql) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
    }

    private FluentConfiguration flyway(String schema) {
        return Flyway.configure()
                .dataSource(DatabaseUrl.parse("x", server.dsn("postgres", "postgres")).source())
                .locations("filesystem:" + folder)
                .placeholders(Map.of("word", "hello"))
                .defaultSchema(schema)
                .schemas(schema);
    }

    private MigrationOrder scripts() {
        return order(folder, null, Map.of("word", "hello"));
    }

    @Test
    void flyway_agrees_with_what_was_migrated_here_and_goes_on() throws IOException {
        tenants.provision("a", with(scripts()));
        Flyway flyway = flyway("t_a").load();
        flyway.validate();
        assertThat(flyway.info().all())
                .hasSize(5)
                .extracting(MigrationInfo::getState)
                .containsOnly(MigrationState.SUCCESS);
        script("V3__by_flyway.sql", "CREATE TABLE by_flyway ()");
        assertThat(flyway("t_a").load().migrate().migrationsExecuted).isEqualTo(1);
        assertThat(tenants.migrate("a", scripts()).pending()).isEmpty();
        script("V4__by_us.sql", "CREATE TABLE by_us ()");
        script("R__a_view.sql", "CREATE OR REPLACE VIEW v AS SELECT '${word}, you' AS t;\n");
        assertThat(tenants.migrate("a", scripts()).pending()).hasSize(2);
        flyway("t_a").load().validate();
        assertThat(flyway("t_a").load().info().pending()).isEmpty();
    }

    @Test
    void a_tenant_that_flyway_migrated_is_taken_over() throws IOException {
        flyway("t_b").load().migrate();
        tenants.provision("b", ADOPT);
        assertThat(tenants.plans(List.of("b"), scripts()).get("b")).matches(Plan::isCurrent);
        script("V7__next.sql", "CREATE TABLE next ()");
        assertThat(tenants.migrate("b", scripts()).pending()).hasSize(1);
        flyway("t_b").load().validate();
    }

    @Test
    void a_baseline_of_flyway_counts() throws IOException {
        server.run("CREATE SCHEMA t_c", "CREATE TABLE t_c.notes (id int, text text)");
        flyway("t_c").baselineVersion("1.1").load().baseline();
        tenants.provision("c", ADOPT);
        assertThat(tenants.migrate("c", scripts()).pending()).hasSize(3);
        flyway("t_c").baselineVersion("1.1").load().validate();
    }

    @Test
    void numbered_scripts_are_what_flyway_calls_them_with_its_settings() throws IOException {
        Path numbered =
                Files.createDirectory(folder.resolve("../numbered-" + folder.getFileName()));
        Files.writeString(numbered.resolve("001_make_it.up.sql"), "CREATE TABLE it ()");
        Files.writeString(numbered.resolve("001_make_it.down.sql"), "DROP TABLE it");
        Files.writeString(numbered.resolve("010_more.up.sql"), "CREATE TABLE more ()");
        tenants.provision("d", with(order(numbered.toRealPath())));
        Flyway flyway =
                flyway("t_d")
                        .locations("filesystem:" + numbered.toRealPath())
                        .sqlMigrationPrefix("")
                        .sqlMigrationSeparator("_")
                        .sqlMigrationSuffixes(".up.sql")
                        .load();
        flyway.validate();
        assertThat(flyway.info().applied()).hasSize(2);
        assertThat(flyway.info().pending()).isEmpty();
    }

    @Test
    void flyway_waits_while_a_migration_runs_here() throws SQLException {
        tenants.provision("e", with(scripts()));
        try (Connection here = server.connect("postgres");
                Statement statement = here.createStatement()) {
            here.setAutoCommit(false);
            statement.execute(
                    "SELECT pg_advisory_xact_lock(%d)"
                            .formatted(
                                    77_431_708_279_161L
                                            + "\"t_e\".\"flyway_schema_history\"".hashCode()));
            CompletableFuture<Integer> flyway =
                    CompletableFuture.supplyAsync(
                            () -> flyway("t_e").load().migrate().migrationsExecuted);
            await().atMost(Duration.ofMinutes(2))
                    .until(
                            () ->
                                    !server.ask(
                                                    "SELECT query FROM pg_stat_activity WHERE query"
                                                            + " LIKE '%pg_try_advisory%' AND pid <>"
                                                            + " pg_backend_pid()")
                                            .isEmpty());
            assertThat(flyway).isNotDone();
            here.rollback();
            assertThat(flyway.join()).isZero();
        }
    }

    @Test
    void a_new_tenant_has_no_history_before_it_is_migrated() {
        tenants.provision("f", NEW);
        assertThat(server.ask("SELECT to_regclass('t_f.flyway_schema_history')::text"))
                .containsOnlyNulls();
    }
}
