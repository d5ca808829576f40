package com.gocodealone.dataengineering.application.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.gocodealone.dataengineering.application.tenancy.TenantMigration.Status;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.migration.Scripts;
import com.gocodealone.dataengineering.domain.migration.Version;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class MigrationRunTest {
    private static final MigrationOrder ORDER =
            new MigrationOrder(
                    new Scripts(List.of(), List.of()),
                    null,
                    Map.of(),
                    Duration.ZERO,
                    Duration.ZERO);

    private final ScriptedDatabase database = new ScriptedDatabase();

    private MigrationRun run(int parallelism, int threshold) {
        return new MigrationRun(database, ORDER, parallelism, threshold);
    }

    private static Set<String> ids(String... ids) {
        return new LinkedHashSet<>(List.of(ids));
    }

    private void fails(String... ids) {
        for (String id : ids) {
            database.onMigrate.put(id, new Failure(Failure.Kind.INVALID, "no " + id));
        }
    }

    @Test
    void every_tenant_has_a_result_in_the_order_given() throws InterruptedException {
        fails("b");
        database.plans.put("c", new Plan(List.of(), new Version("2"), List.of()));
        database.plans.put("d", new Plan(List.of(), null, List.of("changed", "missing")));
        assertThat(run(3, 0).run(Set.of(), ids("a", "b", "c", "d")))
                .extracting(
                        TenantMigration::tenantId,
                        TenantMigration::status,
                        TenantMigration::applied,
                        TenantMigration::error)
                .containsExactly(
                        tuple("a", Status.MIGRATED, 1, null),
                        tuple("b", Status.FAILED, 0, "no b"),
                        tuple("c", Status.CURRENT, 0, null),
                        tuple("d", Status.FAILED, 0, "changed; missing"));
        assertThat(database.calls).containsExactlyInAnyOrder("migrate a", "migrate b");
    }

    @Test
    void a_canary_that_fails_keeps_the_others_from_being_begun() throws InterruptedException {
        fails("b");
        assertThat(run(2, 0).run(ids("b"), ids("a", "b", "c")))
                .extracting(TenantMigration::tenantId, TenantMigration::status)
                .containsExactly(
                        tuple("b", Status.FAILED),
                        tuple("a", Status.NOT_STARTED),
                        tuple("c", Status.NOT_STARTED));
        assertThat(database.calls).containsExactly("migrate b");
    }

    @Test
    void a_canary_that_goes_well_is_followed_by_the_others_and_runs_once()
            throws InterruptedException {
        run(1, 0).run(ids("b"), ids("a", "b", "c"));
        assertThat(database.calls).containsExactly("migrate b", "migrate a", "migrate c");
    }

    @Test
    void so_many_failures_in_a_row_stop_the_run() throws InterruptedException {
        fails("b", "d", "e");
        assertThat(run(1, 2).run(Set.of(), ids("a", "b", "c", "d", "e", "f")))
                .extracting(TenantMigration::status)
                .containsExactly(
                        Status.MIGRATED,
                        Status.FAILED,
                        Status.MIGRATED,
                        Status.FAILED,
                        Status.FAILED,
                        Status.NOT_STARTED);
    }

    @Test
    void a_preview_does_nothing() {
        assertThat(run(1, 0).preview(ids("a")))
                .singleElement()
                .returns(Status.PENDING, TenantMigration::status)
                .returns("2", TenantMigration::version);
        assertThat(database.calls).isEmpty();
    }
}
