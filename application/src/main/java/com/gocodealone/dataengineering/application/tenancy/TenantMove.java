package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What {@link TenantPromote} and {@link TenantDemote} share: they differ in where to only. */
public final class TenantMove {
    /** The keys of the steps. */
    public record Input(
            @Inline Choice choice,
            @Inline OneTenant tenant,
            @Doc(
                            "How it is to be kept apart: row_level, schema_per_tenant or"
                                + " db_per_tenant; a promotion needs it, and without it a demotion"
                                + " leads to row_level")
                    @Alias("targetStrategy")
                    @Nullable String targetStrategy,
            @Doc("How it must be kept apart now, or it is not moved; any way when it is not set")
                    @Alias("fromTier")
                    @Nullable String fromTier,
            @Doc("Remove what an earlier move has left of the tenant where it goes")
                    @Default("false")
                    boolean replace,
            @Doc(
                            "Remove the rows where they were, once the copies are verified; else"
                                    + " they stay there, and no step sees them")
                    @Alias({"deleteSource", "delete_from_shared", "deleteFromShared"})
                    @Default("false")
                    boolean deleteSource,
            @Inline MigrationKeys migrations) {

        String tenantId() {
            return tenant.id();
        }
    }

    /** What the steps say. */
    public record Output(
            @Doc("promoted or demoted") String status,
            @Doc("The tenant") String tenantId,
            @Doc("How it was kept apart") String fromTier,
            @Doc("How it is kept apart now") String toTier,
            @Doc("Where its rows are now") String place,
            @Doc("How many rows were copied") long rowsMigrated,
            @Doc(
                            "Whose rows were copied; none when it was there already, or its tables"
                                    + " stay where they are")
                    List<String> tables) {}

    private TenantMove() {}

    static Output move(Tenancies tenancies, Input input, Tier target, String status) {
        // Tables that tenants share have other migrations than a tenant's own.
        Usual usual = target == Tier.ROW_LEVEL ? Usual.NOTHING : input.choice().usual(tenancies);
        Move how =
                new Move(
                        target.word(),
                        from(input.fromTier()),
                        input.migrations().orderIfAny(usual),
                        input.replace(),
                        input.deleteSource());
        Moved moved = input.choice().in(tenancies).move(input.tenantId(), how);
        return new Output(
                status,
                moved.tenant().id(),
                moved.from(),
                moved.tenant().strategy(),
                moved.tenant().place(),
                moved.rows(),
                moved.tables());
    }

    private static @Nullable String from(@Nullable String tier) {
        return tier == null ? null : Tier.named("from_tier", tier).word();
    }

    /**
     * The target that the input names.
     *
     * @throws Failure INVALID when it is {@code impossible}
     */
    static Tier target(String given, Tier impossible) {
        Tier target = Tier.named("target_strategy", given);
        if (target == impossible) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "target_strategy: this step does not lead to %s".formatted(target.word()));
        }
        return target;
    }
}
