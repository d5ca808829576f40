package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.config.Sensitive;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** {@code step.tenant_provision}: makes the place for a tenant. */
public final class TenantProvision
        implements TenantStep<TenantProvision.Input, TenantProvision.Output> {
    /** The keys of the step. */
    public record Input(
            @Inline Choice choice,
            @Inline OneTenant tenant,
            @Doc("Take over a schema or database that is there already") @Default("false")
                    boolean adopt,
            @Doc("Bring the tenant back when it is archived") @Default("false") boolean restore,
            @Doc("Make it anew although a tenant of this id was deleted") @Default("false")
                    boolean reuseId,
            @Doc(
                            "With tenant_role: what the tenant's role logs in with from now on;"
                                    + " before the first time nobody logs in as it")
                    @Sensitive
                    @Nullable String rolePassword,
            @Inline MigrationKeys migrations,
            @Doc(
                            "What fills a new tenant, once, after its migrations: a file with SQL,"
                                    + " or a folder with such files, as a path from the root")
                    @Nullable String seed) {

        String tenantId() {
            return tenant.id();
        }
    }

    /** What the step says. */
    public record Output(
            @Doc("Always provisioned") String status,
            @Doc("The tenant") String tenantId,
            @Doc("How it is kept apart") String strategy,
            @Doc("Where its rows are") String place,
            @Doc("The version of its tables; null before the first migration")
                    @Nullable String version,
            @Doc("Since when there is an entry for it; ISO-8601, UTC") Instant createdAt) {}

    private final Tenancies tenancies;

    public TenantProvision(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public Tenancies tenancies() {
        return tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_provision";
    }

    @Override
    public String doc() {
        return "Makes the place for a tenant, runs its migrations and its seed, and completes what"
                + " is half made.";
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
        String password = input.rolePassword();
        if (password != null) {
            tenancies.learn(password);
        }
        Provisioning how =
                new Provisioning(
                        input.adopt(),
                        input.restore(),
                        input.reuseId(),
                        input.migrations().orderIfAny(input.choice().usual(tenancies)),
                        input.migrations().seed(input.seed()),
                        password);
        Tenant tenant = input.choice().in(tenancies).provision(input.tenantId(), how);
        return new Output(
                "provisioned",
                tenant.id(),
                tenant.strategy(),
                tenant.place(),
                tenant.version(),
                tenant.createdAt());
    }
}
