package com.gocodealone.dataengineering.application.tenancy;

/** {@code step.tenant_demote}: moves a tenant to a strategy that shares more. */
public final class TenantDemote implements TenantStep<TenantMove.Input, TenantMove.Output> {
    private final Tenancies tenancies;

    public TenantDemote(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public Tenancies tenancies() {
        return tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_demote";
    }

    @Override
    public String doc() {
        return "Moves a tenant back to what it shares with others.";
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
        Tier target =
                input.targetStrategy() == null
                        ? Tier.ROW_LEVEL
                        : TenantMove.target(input.targetStrategy(), Tier.DB_PER_TENANT);
        return TenantMove.move(tenancies, input, target, "demoted");
    }
}
