package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.application.tenancy.TenantMigration.Status;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.migration.Version;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code step.tenant_migrate}: brings tenants to the newest version of their tables. */
public final class TenantMigrate implements Step<TenantMigrate.Input, TenantMigrate.Output> {
    /** The keys of the step. */
    public record Input(
            @Inline Choice choice,
            @Doc("The tenants") @Alias("tenantIds") List<String> tenantIds,
            @Doc("One tenant, beside or instead of tenant_ids") @Alias("tenantId")
                    @Nullable String tenantId,
            @Doc("Every tenant that is in use") @Default("false") boolean all,
            @Inline Selection selection,
            @Inline MigrationKeys migrations,
            @Doc("How many tenants at a time") @Default("5") @Alias("concurrency") int parallelism,
            @Doc("After how many failures in a row no further tenant is begun; 0 for never")
                    @Default("0")
                    @Alias("failureThreshold")
                    int failureThreshold,
            @Doc("Tenants that go first: when one of them fails, no other is begun")
                    List<String> canary,
            @Doc("The last version to run; the newest when it is not set")
                    @Nullable String targetVersion,
            @Doc("Only say what would be run") @Default("false") boolean dryRun,
            @Doc(
                            "A tenant that is as it should be: drift says what in the others is"
                                    + " made otherwise")
                    @Nullable String referenceTenant) {

        public Input {
            Problems problems = new Problems();
            if (parallelism < 1) {
                problems.add("parallelism: %d is less than 1".formatted(parallelism));
            }
            if (failureThreshold < 0) {
                problems.add("failure_threshold: %d is negative".formatted(failureThreshold));
            }
            problems.throwIfAny();
        }
    }

    /** What the step says. */
    public record Output(
            @Doc("completed, stopped before all were begun, or dry_run") String status,
            @Doc("The tenant, when there was one") @Nullable String tenantId,
            @Doc("The tenants that were meant") List<String> tenants,
            @Doc("How many of them are at the wanted version now") int count,
            @Doc("How many scripts were run; with dry_run, how many would be") int applied,
            @Doc("The version that they have, when it is the same for all that did not fail")
                    @Nullable String version,
            @Doc("Those that failed") List<String> failed,
            @Doc(
                            "For each tenant: tenant_id, status (migrated, current, pending,"
                                    + " failed, not_started), applied, version, seconds, error,"
                                    + " drift")
                    List<TenantMigration> results) {}

    private final Tenancies tenancies;

    public TenantMigrate(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_migrate";
    }

    @Override
    public String doc() {
        return "Runs the migrations that tenants lack, in Flyway's conventions and with its"
                + " history.";
    }

    @Override
    public Class<Input> input() {
        return Input.class;
    }

    @Override
    public Class<Output> output() {
        return Output.class;
    }

    @Override
    public Output execute(Input input) throws InterruptedException {
        TenantDatabase database = input.choice().in(tenancies);
        String target = input.targetVersion();
        MigrationOrder order =
                input.migrations()
                        .order(
                                input.choice().usual(tenancies),
                                target == null ? null : new Version(target));
        Set<String> chosen = chosen(input, database);
        Drift.check(input.referenceTenant(), database);
        MigrationRun run =
                new MigrationRun(database, order, input.parallelism(), input.failureThreshold());
        List<TenantMigration> results =
                input.dryRun()
                        ? run.preview(chosen)
                        : run.run(new LinkedHashSet<>(input.canary()), chosen);
        return output(input, Drift.in(results, input.referenceTenant(), database));
    }

    private static Set<String> chosen(Input input, TenantDatabase database) {
        Set<String> chosen = new LinkedHashSet<>(input.tenantIds());
        String one = input.tenantId();
        if (one != null) {
            chosen.add(one);
        }
        boolean bySelection = input.all() || input.selection().isGiven();
        if (bySelection == !chosen.isEmpty()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "tenant_ids is required: the tenants to migrate; or pattern, below_version or"
                            + " all: true, which choose among those that are in use");
        }
        if (bySelection) {
            database.list().stream()
                    .filter(tenant -> tenant.state() == TenantState.ACTIVE)
                    .filter(input.selection()::includes)
                    .map(Tenant::id)
                    .forEach(chosen::add);
        }
        return chosen;
    }

    private static Output output(Input input, List<TenantMigration> results) {
        boolean stopped = results.stream().anyMatch(one -> one.status() == Status.NOT_STARTED);
        String ended = stopped ? "stopped" : "completed";
        return new Output(
                input.dryRun() ? "dry_run" : ended,
                results.size() == 1 ? results.getFirst().tenantId() : null,
                results.stream().map(TenantMigration::tenantId).toList(),
                (int) results.stream().filter(TenantMigrate::isThere).count(),
                results.stream().mapToInt(TenantMigration::applied).sum(),
                versionOf(results),
                results.stream()
                        .filter(one -> one.status() == Status.FAILED)
                        .map(TenantMigration::tenantId)
                        .toList(),
                results);
    }

    private static boolean isThere(TenantMigration one) {
        return one.status() == Status.MIGRATED || one.status() == Status.CURRENT;
    }

    private static @Nullable String versionOf(List<TenantMigration> results) {
        Set<String> versions = new LinkedHashSet<>();
        for (TenantMigration one : results) {
            String version = one.version();
            if (one.status() != Status.FAILED && one.status() != Status.NOT_STARTED) {
                versions.add(version == null ? "" : version);
            }
        }
        String only = versions.size() == 1 ? versions.iterator().next() : "";
        return only.isEmpty() ? null : only;
    }
}
