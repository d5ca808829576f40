package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ADOPT;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.order;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.Move;
import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.PoolState;
import com.gocodealone.dataengineering.application.tenancy.ScriptFolder;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
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

/** Migrations in a MariaDB, which cannot take back what has changed a table. */
class MySqlMigrationTest {
    @TempDir private static Path files;
    private static MySqlServer server;
    @TempDir private Path folder;
    private TenantDatabase tenants;

    @BeforeAll
    static void startServer() {
        server = MySqlServer.start(files);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        tenants = server.open("schema_per_tenant");
        script("V1__make_notes.sql", "CREATE TABLE notes (id int); INSERT INTO notes VALUES (1);");
    }

    @AfterEach
    void clean() {
        tenants.close();
        server.clean();
    }

    private void script(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }

    private Flyway flyway(String schema) {
        return Flyway.configure()
                .dataSource(DatabaseUrl.parse("x", server.dsn("mariadb")).source())
                .locations("filesystem:" + folder)
                .defaultSchema(schema)
                .schemas(schema)
                .load();
    }

    private List<String> history(String id) {
        return server
                .ask(
                        "SELECT concat(script, ' ', success) FROM t_%s.flyway_schema_history ORDER BY installed_rank"
                                .formatted(id))
                .stream()
                .map(String::valueOf)
                .toList();
    }

    @Test
    void flyway_agrees_with_what_was_migrated_here_and_goes_on() throws IOException {
        script(
                "V2__procedure.sql",
                """
                DELIMITER //
                CREATE PROCEDURE p() BEGIN SELECT '//'; SELECT 2; END//
                DELIMITER ;
                INSERT INTO notes VALUES (2); -- the end; really
                """);
        script("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT '${flyway:defaultSchema}' AS s");
        tenants.provision("a", with(order(folder)));
        Flyway flyway = flyway("t_a");
        flyway.validate();
        assertThat(flyway.info().all())
                .hasSize(3)
                .extracting(MigrationInfo::getState)
                .containsOnly(MigrationState.SUCCESS);
        script("V3__by_flyway.sql", "CREATE TABLE by_flyway (id int)");
        assertThat(flyway("t_a").migrate().migrationsExecuted).isEqualTo(1);
        assertThat(tenants.migrate("a", order(folder)).pending()).isEmpty();
        assertThat(ask(tenants, "a", "SELECT s FROM v")).containsExactly("t_a");
    }

    @Test
    void a_database_that_flyway_migrated_goes_on_here() throws IOException {
        server.run("CREATE DATABASE t_a");
        flyway("t_a").migrate();
        script("V2__more.sql", "ALTER TABLE notes ADD text varchar(9)");
        tenants.provision("a", ADOPT);
        assertThat(tenants.migrate("a", order(folder)).pending()).hasSize(1);
        assertThat(tenants.find("a")).extracting("version").isEqualTo("2");
        flyway("t_a").validate();
    }

    @Test
    void what_each_lacks_is_known_at_once_and_one_that_is_current_is_left_alone()
            throws IOException {
        for (String id : List.of("a", "b", "c")) {
            tenants.provision(id, id.equals("c") ? NEW : with(order(folder)));
        }
        script("V2__more.sql", "ALTER TABLE notes ADD text varchar(9)");
        tenants.migrate("a", order(folder));
        Map<String, Plan> plans = tenants.plans(List.of("a", "b", "c", "d"), order(folder));
        assertThat(plans.get("a")).extracting(Plan::isCurrent).isEqualTo(true);
        assertThat(plans.get("b")).extracting(plan -> plan.pending().size()).isEqualTo(1);
        assertThat(plans.get("c")).extracting(plan -> plan.pending().size()).isEqualTo(2);
        assertThat(plans.get("d")).extracting(plan -> plan.problems().size()).isEqualTo(1);
    }

    @Test
    void a_script_that_changed_nothing_is_run_again_when_it_is_right() throws IOException {
        tenants.provision("a", with(order(folder)));
        script("V2__more.sql", "ALTER TABLE nots ADD text varchar(9)");
        assertThatThrownBy(() -> tenants.migrate("a", order(folder)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("V2__more.sql")
                .hasMessageContaining("nots");
        assertThat(history("a")).containsExactly("V1__make_notes.sql 1");
        script("V2__more.sql", "ALTER TABLE notes ADD text varchar(9)");
        tenants.migrate("a", order(folder));
        assertThat(history("a")).containsExactly("V1__make_notes.sql 1", "V2__more.sql 1");
    }

    @Test
    void a_script_that_was_torn_apart_is_never_run_again_by_itself() throws IOException {
        tenants.provision("a", with(order(folder)));
        tenants.provision("b", with(order(folder)));
        server.run("CREATE TABLE t_a.more (id int)");
        script(
                "V2__more.sql",
                "ALTER TABLE notes ADD text varchar(9);\nCREATE TABLE more (id int)");
        assertThatThrownBy(() -> tenants.migrate("a", order(folder)))
                .hasMessageContaining("V2__more.sql");
        assertThat(history("a")).containsExactly("V1__make_notes.sql 1", "V2__more.sql 0");
        assertThatThrownBy(() -> tenants.migrate("a", order(folder)))
                .hasMessageContaining("V2__more.sql failed earlier, or was torn apart");
        tenants.migrate("b", order(folder));
        assertThat(history("b")).containsExactly("V1__make_notes.sql 1", "V2__more.sql 1");
        server.run("DROP TABLE t_a.more", "ALTER TABLE t_a.notes DROP text");
        flyway("t_a").repair();
        tenants.migrate("a", order(folder));
        assertThat(history("a")).containsExactly("V1__make_notes.sql 1", "V2__more.sql 1");
    }

    @Test
    void a_new_tenant_whose_migration_fails_is_not_in_use_until_the_next_call_completes_it()
            throws IOException {
        script("V2__more.sql", "ALTER TABLE nots ADD text varchar(9)");
        assertThatThrownBy(() -> tenants.provision("a", with(order(folder))))
                .hasMessageContaining("V2__more.sql");
        assertThat(tenants.find("a")).extracting("state").isEqualTo(TenantState.PROVISIONING);
        script("V2__more.sql", "ALTER TABLE notes ADD text varchar(9)");
        assertThat(tenants.provision("a", with(order(folder))).version()).isEqualTo("2");
        assertThat(ask(tenants, "a", "SELECT count(*) FROM notes")).containsExactly(1L);
    }

    @Test
    void a_lock_that_somebody_holds_is_waited_for_only_so_long() throws IOException, SQLException {
        tenants.provision("a", with(order(folder)));
        script("V2__more.sql", "ALTER TABLE notes ADD text varchar(9)");
        MigrationOrder impatient =
                new MigrationOrder(
                        ScriptFolder.read(folder),
                        null,
                        Map.of(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60));
        try (Connection holder = server.process().connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("INSERT INTO t_a.notes VALUES (5)");
            assertThatThrownBy(() -> tenants.migrate("a", impatient))
                    .hasMessageContaining("lock_timeout");
            holder.rollback();
        }
        assertThat(tenants.migrate("a", impatient).pending()).hasSize(1);
        assertThat(history("a")).containsExactly("V1__make_notes.sql 1", "V2__more.sql 1");
    }

    @Test
    void a_trigger_needs_no_delimiter() throws IOException {
        script(
                "V2__trigger.sql",
                "INSERT INTO notes VALUES (2);\n"
                    + "CREATE TRIGGER t BEFORE INSERT ON notes FOR EACH ROW BEGIN SET @a = 1; SET"
                    + " NEW.id = NEW.id + 10; END;\n"
                    + "INSERT INTO notes VALUES (3);");
        tenants.provision("a", with(order(folder)));
        assertThat(ask(tenants, "a", "SELECT id FROM notes ORDER BY 1"))
                .containsExactly(1L, 2L, 13L);
    }

    @Test
    void a_tenant_that_moves_keeps_its_database_and_gets_connections_of_its_own() {
        try (TenantDatabase tenants = server.open("schema_per_tenant")) {
            tenants.provision("acme", NEW);
            server.run("CREATE TABLE t_acme.notes AS SELECT 7 AS id");
            assertThat(tenants.move("acme", to("db_per_tenant")).tenant().place())
                    .isEqualTo("database t_acme");
            assertThat(ask(tenants, "acme", "SELECT id FROM notes")).containsExactly(7L);
            assertThat(tenants.pools()).extracting(PoolState::database).contains("t_acme");
            assertThat(tenants.move("acme", to("schema_per_tenant")).from())
                    .isEqualTo("db_per_tenant");
            assertThat(ask(tenants, "acme", "SELECT id FROM notes")).containsExactly(7L);
            assertThat(tenants.delete("acme", NOW).state()).isEqualTo(TenantState.DELETED);
            assertThat(server.databases()).isEmpty();
        }
    }

    private static Move to(String strategy) {
        return new Move(strategy, null, null, false, false);
    }

    @Test
    void a_database_that_somebody_holds_is_removed_once_that_has_ended()
            throws IOException, SQLException {
        PoolLimits hasty = new PoolLimits(2, 2, Duration.ofSeconds(9), Duration.ofSeconds(1));
        tenants.provision("a", with(order(folder)));
        try (TenantDatabase impatient =
                        server.open(Map.of("strategy", "schema_per_tenant"), hasty);
                Connection holder = server.process().connect();
                Statement statement = holder.createStatement()) {
            holder.setCatalog("t_a");
            holder.setAutoCommit(false);
            statement.execute("INSERT INTO notes VALUES (5)");
            assertThatThrownBy(() -> impatient.delete("a", NOW))
                    .hasMessageMatching(
                            "tenant_id: \"a\": the database t_a is in use by session \\d+ of owner"
                                    + " .* the same call completes it .*");
            holder.rollback();
            assertThat(impatient.delete("a", NOW).state()).isEqualTo(TenantState.DELETED);
        }
    }
}
