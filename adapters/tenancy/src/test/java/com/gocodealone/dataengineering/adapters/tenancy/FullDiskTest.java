package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.ask;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.order;
import static com.gocodealone.dataengineering.adapters.tenancy.Calls.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.Deletion;
import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.Move;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The disk that holds the tables is full in the middle of a call; the same call comes again. */
class FullDiskTest {
    private static final String NOTES = "CREATE TABLE notes (text text);";
    private static final String A_MEGABYTE =
            "INSERT INTO notes SELECT repeat(md5(i::text), 30) FROM generate_series(1, 1000) i";

    @TempDir private Path small;
    @TempDir private Path scripts;

    @Test
    void nothing_is_half_done_and_the_same_call_succeeds_once_there_is_room() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(small);
                TestServer server = start();
                TenantDatabase tenants = open(server)) {
            MigrationOrder tables = scripts("1__notes", NOTES);
            MigrationOrder first = scripts("1__notes", NOTES + A_MEGABYTE);
            tenants.provision("beside", with(first));
            Calling a = new Calling(disk, tenants);
            a.isDoneOnceThereIsRoom(() -> tenants.provision("a", with(first)), 1_000);
            MigrationOrder second = scripts("2__more", A_MEGABYTE);
            a.isDoneOnceThereIsRoom(() -> tenants.migrate("a", second), 2_000);
            Move down = new Move("row_level", null, null, false, true);
            a.isDoneOnceThereIsRoom(() -> tenants.move("a", down), 2_000);
            Move up = new Move("schema_per_tenant", null, tables, false, true);
            a.isDoneOnceThereIsRoom(() -> tenants.move("a", up), 2_000);
            Deletion backedUp = new Deletion(Duration.ZERO, small.resolve("backups"));
            a.meetsAFullDisk(() -> tenants.delete("a", backedUp));
            tenants.delete("a", backedUp);
            assertThat(server.schemas()).containsExactly("t_beside");
        }
    }

    private TestServer start() throws IOException {
        Path tables = Files.createDirectory(small.resolve("tables"));
        TestServer server = TestServer.start();
        server.run(
                "CREATE ROLE app",
                "CREATE TABLESPACE small LOCATION '%s'".formatted(tables),
                "ALTER DATABASE postgres SET default_tablespace TO small");
        server.run(
                "CREATE TABLE notes (tenant_id text DEFAULT"
                        + " current_setting('data_engineering.tenant'), text text)",
                "GRANT ALL ON notes TO app");
        return server;
    }

    private static TenantDatabase open(TestServer server) {
        return server.open(
                Map.of(
                        "strategy", "schema_per_tenant",
                        "schema_prefix", "t_",
                        "tables", List.of("notes"),
                        "role", "app"));
    }

    /** All scripts so far with this one. */
    private MigrationOrder scripts(String version, String sql) throws IOException {
        Files.writeString(scripts.resolve("V%s.sql".formatted(version)), sql);
        return order(scripts);
    }

    /** Calls for the tenant a, while another one is there. */
    private record Calling(SmallDisk disk, TenantDatabase tenants) {
        void isDoneOnceThereIsRoom(ThrowingCallable call, long rows) throws IOException {
            meetsAFullDisk(call);
            assertThatCode(call).doesNotThrowAnyException();
            hasRows("a", rows);
        }

        /** Nothing has changed, and the tenant beside has noticed nothing. */
        void meetsAFullDisk(ThrowingCallable call) throws IOException {
            List<Tenant> before = tenants.list();
            disk.fill();
            assertThatThrownBy(call)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("No space left on device");
            assertThat(tenants.list()).isEqualTo(before);
            hasRows("beside", 1_000);
            disk.free();
        }

        private void hasRows(String tenant, long rows) {
            assertThat(ask(tenants, tenant, "SELECT count(*) FROM notes")).containsExactly(rows);
        }
    }
}
