package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code step.tenant_deprovision}: puts a tenant away, or removes it for good. */
public final class TenantDeprovision
        implements TenantStep<TenantDeprovision.Input, TenantDeprovision.Output> {
    /** The keys of the step. */
    public record Input(
            @Inline Choice choice,
            @Inline OneTenant tenant,
            @Doc("Put it away, so that it can be brought back; or remove it for good") Mode mode,
            @Doc("With delete: the tenant's id again, so that no mistake removes a tenant")
                    @Nullable String confirm,
            @Doc("With delete: how long the tenant must have been archived before") @Default("0s")
                    Duration gracePeriod,
            @Doc("With delete: a folder that gets the tenant's rows first, a file for each table")
                    @Nullable String backup,
            @Doc("Only say what would be put away or removed") @Default("false") boolean dryRun) {

        String tenantId() {
            return tenant.id();
        }
    }

    /** What the step says. */
    public record Output(
            @Doc("deprovisioned, or dry_run") String status,
            @Doc("The tenant") String tenantId,
            @Doc("What was asked for") Mode mode,
            @Doc("With dry_run: the tables, with rows and bytes") List<TenantTable> tables,
            @Doc("With dry_run: their rows together") long rows,
            @Doc("With dry_run: their bytes together") long bytes) {}

    private final Tenancies tenancies;

    public TenantDeprovision(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public Tenancies tenancies() {
        return tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_deprovision";
    }

    @Override
    public String doc() {
        return "Puts a tenant away, or removes it for good.";
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
    public Output execute(Input input) {
        TenantDatabase database = input.choice().in(tenancies);
        if (input.dryRun()) {
            return preview(input, database.inventory(input.tenantId()));
        }
        switch (input.mode()) {
            case ARCHIVE -> database.archive(input.tenantId());
            case DELETE -> delete(input, database);
        }
        return new Output("deprovisioned", input.tenantId(), input.mode(), List.of(), 0, 0);
    }

    private static Output preview(Input input, List<TenantTable> tables) {
        return new Output(
                "dry_run",
                input.tenantId(),
                input.mode(),
                tables,
                tables.stream().mapToLong(TenantTable::rows).sum(),
                tables.stream().mapToLong(TenantTable::bytes).sum());
    }

    private static void delete(Input input, TenantDatabase database) {
        if (!input.tenantId().equals(input.confirm())) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "confirm: mode delete removes the tenant for good; give its id, %s, once more as confirm"
                            .formatted(input.tenantId()));
        }
        String backup = input.backup();
        Path folder = backup == null ? null : Path.of(backup);
        if (folder != null && !folder.isAbsolute()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "backup: \"%s\" is not a path from the root, such as /var/backups/tenants"
                            .formatted(backup));
        }
        database.delete(input.tenantId(), new Deletion(input.gracePeriod(), folder));
    }

    /** What becomes of the tenant. */
    public enum Mode {
        ARCHIVE,
        DELETE
    }
}
