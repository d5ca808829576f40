package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

/** {@code step.tenant_promote}: moves a tenant to a strategy that shares less. */
public final class TenantPromote implements TenantStep<TenantMove.Input, TenantMove.Output> {
    private final Tenancies tenancies;

    public TenantPromote(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public Tenancies tenancies() {
        return tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_promote";
    }

    @Override
    public String doc() {
        return "Moves a tenant out of what it shares with others.";
    }

    @Override
    public Class<TenantMove.Input> input() {
        return TenantMove.Input.class;
    }

    @Override
    public Class<TenantMove.Output> output() {
        return TenantMove.Output.class;
    }

    @Override
    public TenantMove.Output execute(TenantMove.Input input) {
        if (input.targetStrategy() == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "target_strategy is required: schema_per_tenant or db_per_tenant");
        }
        Tier target = TenantMove.target(input.targetStrategy(), Tier.ROW_LEVEL);
        return TenantMove.move(tenancies, input, target, "promoted");
    }
}
