package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NOW;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.order;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.with;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A MariaDB is killed while tenants are made, migrated and removed. */
class MySqlCrashTest {
    private static final int MANY = 10;
    private static final String SUCCEEDED =
            "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank";
    private static final String AT_NEWEST =
            "SELECT tenant_id FROM data_engineering.tenants WHERE version = '3'";

    private static MySqlServer server;
    private TenantDatabase tenants;

    @BeforeAll
    static void startServer(@TempDir Path files) {
        server = MySqlServer.start(files);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        tenants = server.open(Map.of("strategy", "schema_per_tenant"), Crash.IMPATIENT);
    }

    @AfterEach
    void close() {
        tenants.close();
        server.clean();
    }

    @Test
    void every_tenant_is_whole_or_absent_and_the_same_calls_complete_the_rest() throws Exception {
        crashDuring(id -> tenants.provision(id, NEW), () -> server.databases().contains("t_t3"));
        assertThat(Crash.afterwards(MANY, id -> tenants.provision(id, NEW))).isEmpty();
        assertThat(server.databases()).hasSize(MANY);
        crashDuring(id -> tenants.delete(id, NOW), () -> !server.databases().contains("t_t3"));
        assertThat(Crash.afterwards(MANY, id -> tenants.delete(id, NOW))).isEmpty();
        assertThat(server.databases()).isEmpty();
    }

    @Test
    void no_script_runs_twice_and_only_the_one_that_was_torn_apart_waits_for_a_person(
            @TempDir Path folder) throws Exception {
        script(folder, "V1__notes.sql", "CREATE TABLE notes (id int)");
        MigrationOrder first = order(folder);
        assertThat(Crash.afterwards(MANY, id -> tenants.provision(id, with(first)))).isEmpty();
        script(folder, "V2__more.sql", "INSERT INTO notes VALUES (2)");
        script(folder, "V3__more.sql", "ALTER TABLE notes ADD t text");
        MigrationOrder next = order(folder);
        crashDuring(id -> tenants.migrate(id, next), () -> server.ask(AT_NEWEST).size() > 2);
        Map<String, String> refused = Crash.afterwards(MANY, id -> tenants.migrate(id, next));
        assertThat(refused).hasSizeLessThanOrEqualTo(1);
        assertThat(refused.values()).allMatch(fact -> fact.contains("torn apart"));
        for (int i = 0; i < MANY; i++) {
            String id = "t" + i;
            if (!refused.containsKey(id)) {
                assertThat(ask(tenants, id, SUCCEEDED)).containsExactly("1", "2", "3");
                assertThat(ask(tenants, id, "SELECT id FROM notes")).containsExactly(2L);
            }
        }
    }

    private static void script(Path folder, String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }

    private static void crashDuring(Consumer<String> call, Callable<Boolean> middle)
            throws Exception {
        Crash.during(MANY, call, middle, MySqlCrashTest::kill);
    }

    private static Runnable kill() throws IOException {
        server.process().kill();
        return server.process()::restart;
    }
}
