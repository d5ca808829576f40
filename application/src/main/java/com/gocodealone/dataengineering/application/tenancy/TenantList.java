package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import java.util.List;

/** {@code step.tenant_list}: lists the tenants. */
public final class TenantList implements Step<TenantList.Input, TenantList.Output> {
    /** The keys of the step. */
    public record Input(
            @Inline Choice choice,
            @Doc("Only tenants in these states; none means all but deleted ones")
                    List<TenantState> states,
            @Inline Selection selection) {}

    /** What the step says. */
    public record Output(
            @Doc("The tenants: id, strategy, place, state, version and when that changed")
                    List<Tenant> tenants,
            @Doc("How many") int count) {}

    private final Tenancies tenancies;

    public TenantList(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_list";
    }

    @Override
    public String doc() {
        return "Lists the tenants, with their state and version.";
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
        List<Tenant> tenants =
                input.choice().in(tenancies).list().stream()
                        .filter(tenant -> wanted(tenant.state(), input.states()))
                        .filter(input.selection()::includes)
                        .toList();
        return new Output(tenants, tenants.size());
    }

    private static boolean wanted(TenantState state, List<TenantState> states) {
        return states.isEmpty() ? state != TenantState.DELETED : states.contains(state);
    }
}
