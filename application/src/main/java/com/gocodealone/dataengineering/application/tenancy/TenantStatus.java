package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code step.tenant_status}: says how a tenant is doing. */
public final class TenantStatus implements TenantStep<TenantStatus.Input, TenantStatus.Output> {
    /** The keys of the step. */
    public record Input(
            @Inline Choice choice,
            @Inline OneTenant tenant,
            @Doc(
                            "A tenant that is as it should be: drift says what in this one is made"
                                    + " otherwise")
                    @Nullable String referenceTenant) {

        String tenantId() {
            return tenant.id();
        }
    }

    /** What the step says. */
    public record Output(
            @Doc("The tenant") String tenantId,
            @Doc("What became of it") TenantState state,
            @Doc("How it is kept apart") String strategy,
            @Doc("Where its rows are") String place,
            @Doc("The last version it was migrated to") @Nullable String version,
            @Doc("Its tables, with rows and bytes; none when it is not in use")
                    List<TenantTable> tables,
            @Doc("Its rows together; estimated for large tables") long rows,
            @Doc("Its bytes together; 0 in shared tables") long bytes,
            @Doc("The connections, by database") List<PoolState> pools,
            @Doc(
                            "Which tables, columns, indexes and constraints are missing, extra or"
                                    + " made otherwise than in reference_tenant")
                    List<String> drift) {}

    private final Tenancies tenancies;

    public TenantStatus(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    static Failure unknown(String tenantId, TenantDatabase database) {
        List<String> known = database.list().stream().map(Tenant::id).toList();
        String hint = Nearest.to(tenantId, known).map(" (did you mean %s?)"::formatted).orElse("");
        return new Failure(
                Failure.Kind.NOT_FOUND,
                "tenant_id: the registry knows no tenant \"%s\"%s".formatted(tenantId, hint));
    }

    @Override
    public Tenancies tenancies() {
        return tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_status";
    }

    @Override
    public String doc() {
        return "Says what a tenant has, and how busy the connections are.";
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
        Tenant tenant = database.find(input.tenantId());
        if (tenant == null) {
            throw unknown(input.tenantId(), database);
        }
        List<TenantTable> tables =
                tenant.state() == TenantState.ACTIVE ? database.inventory(tenant.id()) : List.of();
        return new Output(
                tenant.id(),
                tenant.state(),
                tenant.strategy(),
                tenant.place(),
                tenant.version(),
                tables,
                tables.stream().mapToLong(TenantTable::rows).sum(),
                tables.stream().mapToLong(TenantTable::bytes).sum(),
                database.pools(),
                tenant.state() == TenantState.ACTIVE
                        ? Drift.of(tenant.id(), input.referenceTenant(), database)
                        : List.of());
    }
}
