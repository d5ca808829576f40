package com.gocodealone.dataengineering.bootstrap.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.bootstrap.Seed;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The plugin is killed with SIGKILL while one tenant, drawn at random, waits in the middle of a
 * call and others are under way; then the same calls come again. New draws with {@code
 * -Dtenants.seed=random}.
 */
class KilledTenantsIT {
    private static final Path PLUGIN = Path.of("target/plugins/workflow-plugin-data-engineering");
    private static final long SEED = Seed.of("tenants.seed");
    private static final int MANY = 12;
    private static final String MADE = " ACTIVE 1,2 1";
    private static final String MIGRATED = " ACTIVE 1,2,3,4 3";
    private static final String MOVED = " ACTIVE 1 1";

    private final Random random = new Random(SEED);
    @TempDir private Path work;
    private PostgresServer app;
    private PluginHost host;
    private TenantCalls calls;

    @BeforeEach
    void start() throws Exception {
        System.err.println("-Dtenants.seed=" + SEED);
        app = PostgresServer.start(work.resolve("pg"), Map.of());
        app.execute(
                """
                CREATE ROLE app;
                CREATE TABLE notes (tenant_id text DEFAULT current_setting('data_engineering.tenant'), n int);
                GRANT ALL ON notes TO app;
                CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(hashtext('t_' || coalesce(NEW.tenant_id, OLD.tenant_id) || ' 5'));
                    RETURN coalesce(NEW, OLD);
                END $$;
                CREATE TRIGGER gate BEFORE INSERT OR DELETE ON notes
                    FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate();
                """);
        Files.createDirectory(migrations());
        script("V1__notes", "CREATE TABLE notes (n int);" + gate(1));
        script("V2__first", gate(2) + "INSERT INTO notes VALUES (1)");
        startPlugin();
        calls.provision("beside");
    }

    private void startPlugin() {
        host =
                PluginHost.start(
                        PLUGIN,
                        Map.of("DATA_ENGINEERING_STATE_DIR", work.resolve("state").toString()),
                        (workflow, action, data) -> "");
        calls =
                TenantCalls.open(
                        host,
                        Map.of(
                                "strategy", "schema_per_tenant",
                                "schema_prefix", "t_",
                                "tables", List.of("notes"),
                                "role", "app",
                                "connection", app.dsn("unused")),
                        migrations());
    }

    @AfterEach
    void stop() {
        host.close();
        app.close();
    }

    private Path migrations() {
        return work.resolve("migrations");
    }

    private void script(String name, String sql) throws IOException {
        Files.writeString(migrations().resolve(name + ".sql"), sql);
    }

    /** Where a tenant waits as long as the test keeps this gate of it closed. */
    private static String gate(int number) {
        return "SELECT pg_advisory_xact_lock_shared(hashtext(current_schema() || ' %d'));"
                .formatted(number);
    }

    @Test
    void tenants_that_are_made_are_whole_or_absent_and_the_same_calls_make_the_rest()
            throws Exception {
        String waited =
                killedAtGate(1 + random.nextInt(2), () -> calls.forAll(MANY, calls::provision));
        assertThat(schemas()).allMatch(one -> one.endsWith(MADE));
        assertThat(schemas()).doesNotContain(waited + MADE).contains("beside" + MADE);
        assertThat(calls.forAll(MANY, calls::provision).values()).containsOnly("provisioned");
        assertThat(schemas()).hasSize(MANY + 1).allMatch(one -> one.endsWith(MADE));
    }

    @Test
    void tenants_that_are_migrated_run_every_script_once_and_the_results_say_which_did_so_now()
            throws Exception {
        calls.forAll(MANY, calls::provision);
        script("V3__second", gate(3) + "INSERT INTO notes VALUES (2)");
        script("V4__third", "INSERT INTO notes VALUES (3);" + gate(4));
        String waited = killedAtGate(3 + random.nextInt(2), () -> calls.migrateAll());
        Map<String, String> expected = new HashMap<>();
        for (String one : schemas()) {
            assertThat(one).matches(".*(%s|%s)".formatted(MADE, MIGRATED));
            expected.put(
                    one.substring(0, one.indexOf(' ')),
                    one.endsWith(MIGRATED) ? "current" : "migrated");
        }
        assertThat(expected).hasSize(MANY + 1).containsEntry(waited, "migrated");
        assertThat(calls.migrateAll()).isEqualTo(expected);
        assertThat(schemas()).hasSize(MANY + 1).allMatch(one -> one.endsWith(MIGRATED));
    }

    @Test
    void tenants_that_move_are_whole_in_one_of_the_two_places() throws Exception {
        Files.delete(migrations().resolve("V2__first.sql"));
        calls.forAll(MANY, calls::provision);
        for (int i = 0; i < MANY; i++) {
            app.execute("INSERT INTO t_a%d.notes VALUES (1)".formatted(i));
        }
        String waited = killedAtGate(5, () -> calls.forAll(MANY, calls::demote));
        assertThat(schemas()).contains(waited + MOVED, "beside" + MADE);
        assertThat(places()).hasSize(MANY + 1).doesNotHaveDuplicates();
        assertThat(calls.forAll(MANY, calls::demote)).hasSize(MANY);
        assertThat(schemas()).containsExactly("beside" + MADE);
        assertThat(places()).hasSize(MANY + 1).doesNotHaveDuplicates();

        waited = killedAtGate(5, () -> calls.forAll(MANY, calls::promote));
        assertThat(app.query("SELECT tenant_id FROM notes")).contains(waited);
        assertThat(places()).hasSize(MANY + 1).doesNotHaveDuplicates();
        assertThat(calls.forAll(MANY, calls::promote)).hasSize(MANY);
        assertThat(app.query("SELECT tenant_id FROM notes")).isEmpty();
        assertThat(schemas()).filteredOn(one -> one.endsWith(MOVED)).hasSize(MANY);
    }

    @Test
    void tenants_that_are_removed_are_whole_or_gone_and_the_same_calls_remove_the_rest()
            throws Exception {
        calls.forAll(MANY, calls::provision);
        String waits = drawn();
        killed(
                "LOCK t_%s.notes IN ACCESS SHARE MODE".formatted(waits),
                "relation",
                () -> calls.forAll(MANY, calls::deprovision));
        assertThat(schemas()).contains(waits + MADE).allMatch(one -> one.endsWith(MADE));
        assertThat(calls.forAll(MANY, calls::deprovision).values()).containsOnly("deprovisioned");
        assertThat(schemas()).containsExactly("beside" + MADE);
        assertThat(
                        app.query(
                                "SELECT tenant_id FROM data_engineering.tenants WHERE state <>"
                                        + " 'DELETED'"))
                .containsExactly("beside");
    }

    private String drawn() {
        return "a" + random.nextInt(MANY);
    }

    /** Answers which tenant waited there when the plugin was killed. */
    private String killedAtGate(int number, Callable<?> work) throws Exception {
        String waits = drawn();
        killed(
                "SELECT pg_advisory_xact_lock(hashtext('t_%s %d'))".formatted(waits, number),
                "advisory",
                work);
        return waits;
    }

    /** Kills the plugin once somebody waits for what {@code hold} locks, and starts it again. */
    private void killed(String hold, String kind, Callable<?> work) throws Exception {
        try (Connection holder = app.connect();
                Statement statement = holder.createStatement();
                ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            statement.execute(hold);
            Future<?> called = caller.submit(work);
            await(
                    "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = '%s'".formatted(kind),
                    1);
            host.process().destroyForcibly();
            host.process().onExit().join();
            called.get();
        }
        host.close();
        await("SELECT 1 FROM pg_stat_activity WHERE application_name = 'data-engineering'", 0);
        startPlugin();
    }

    private void await(String query, int rows) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> app.query(query).size() == rows);
    }

    /** Each tenant that has a schema, with its state, its versions, and how many notes it has. */
    private List<String> schemas() throws SQLException {
        List<String> found = new ArrayList<>();
        for (String tenant :
                app.query(
                        "SELECT substr(nspname, 3) FROM pg_namespace WHERE nspname LIKE 't\\_%'")) {
            String whole =
                    """
                    SELECT '%1$s ' || (SELECT state FROM data_engineering.tenants WHERE tenant_id = '%1$s')
                        || ' ' || (SELECT string_agg(version, ',' ORDER BY installed_rank)
                                   FROM t_%1$s.flyway_schema_history)
                        || ' ' || (SELECT count(*) FROM t_%1$s.notes)\
                    """
                            .formatted(tenant);
            found.add(String.valueOf(app.query(whole).getFirst()));
        }
        return found;
    }

    /** Each tenant once for each place where it has something. */
    private List<@Nullable String> places() throws SQLException {
        return app.query(
                "SELECT substr(nspname, 3) FROM pg_namespace WHERE nspname LIKE 't\\_%' UNION ALL"
                        + " SELECT tenant_id FROM notes");
    }
}
