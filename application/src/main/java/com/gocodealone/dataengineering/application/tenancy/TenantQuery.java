package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code step.tenant_query}: runs one statement for one tenant. */
public final class TenantQuery implements TenantStep<TenantQuery.Input, TenantQuery.Output> {
    /** The keys of the step. */
    public record Input(
            @Inline Choice choice,
            @Inline OneTenant tenant,
            @Doc(
                            "One SELECT, INSERT, UPDATE, DELETE or MERGE, with $1, $2 … for the"
                                    + " params; keep what comes from outside in the params")
                    @Alias("sql")
                    String query,
            @Doc("The values for $1, $2 …") List<Object> params,
            @Doc("How many rows may come back") @Default("1000") int limit,
            @Doc("Refuse a statement that changes something") @Default("false") boolean readOnly,
            @Doc("How long it may run") @Default("30s") Duration timeout) {

        String tenantId() {
            return tenant.id();
        }
    }

    /** What the step says. */
    public record Output(
            @Doc("The tenant") String tenantId,
            @Doc("The rows, each a map by column") List<Map<String, @Nullable Object>> rows,
            @Doc("How many rows there are in rows") int count,
            @Doc("The columns, in their order") List<String> columns,
            @Doc("How many rows the statement changed") long rowsAffected,
            @Doc("Whether there were more rows than limit") boolean truncated) {}

    private final Tenancies tenancies;

    public TenantQuery(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public Tenancies tenancies() {
        return tenancies;
    }

    @Override
    public String type() {
        return "step.tenant_query";
    }

    @Override
    public String doc() {
        return "Runs one statement that sees the rows of one tenant and of no other.";
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
        if (input.limit() < 1) {
            throw new Failure(
                    Failure.Kind.INVALID, "limit: %d is less than 1".formatted(input.limit()));
        }
        TenantQueryCall call =
                new TenantQueryCall(
                        input.query(),
                        List.copyOf(input.params()),
                        input.limit(),
                        input.readOnly(),
                        input.timeout());
        TenantRows found = input.choice().in(tenancies).query(input.tenantId(), call);
        return new Output(
                input.tenantId(),
                found.rows(),
                found.rows().size(),
                found.columns(),
                found.changed(),
                found.truncated());
    }
}
