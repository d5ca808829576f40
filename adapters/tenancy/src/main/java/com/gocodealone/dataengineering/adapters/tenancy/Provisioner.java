package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.Provisioning;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Makes tenants. A schema or rows come into being in the transaction that also writes the registry:
 * all or nothing. A database cannot, and in MySQL nothing can, so the registry says PROVISIONING
 * before it is made, and the next call completes what was interrupted. Thread-safe.
 */
final class Provisioner {
    private final Tenancy tenancy;
    private final Databases databases;
    private final RoleKeeper roles;
    private final Seeder seeder;

    Provisioner(Tenancy tenancy, Databases databases, RoleKeeper roles) {
        this.tenancy = tenancy;
        this.databases = databases;
        this.roles = roles;
        this.seeder = new Seeder(tenancy.dialect(), tenancy.spec().server());
    }

    Tenant provision(String tenantId, Provisioning how) {
        Tenant tenant = databases.main().foreign(h -> begin(h, tenantId, how));
        if (tenant.state() == TenantState.PROVISIONING) {
            return complete(tenant, how);
        }
        Placement place = tenancy.place(tenant);
        if (!place.isTransactional()) {
            roles.keepOutside(tenantId, place, how.rolePassword());
        }
        return tenant;
    }

    private Tenant begin(Handle handle, String tenantId, Provisioning how) throws SQLException {
        Registry.Entry entry = tenancy.claim(handle, tenantId);
        Tenant tenant = entry.tenant();
        roles.check(tenantId, tenancy.place(tenant), how.rolePassword());
        return switch (tenant.state()) {
            case PROVISIONING -> {
                Placement place = tenancy.place(tenant);
                boolean there = isThere(handle, place);
                if (there && entry.isNew() && !how.adopt()) {
                    throw foreign(tenant, place);
                }
                yield make(handle, tenant, place, there, how);
            }
            case ACTIVE -> intact(handle, tenant, tenancy.place(tenant), how);
            case ARCHIVED -> restore(handle, tenant, how);
            case DELETING ->
                    throw Registry.conflict(
                            tenant, "is being removed: complete that with tenant_deprovision");
            case DELETED -> again(handle, tenant, how);
        };
    }

    /** Whether something is there that need not be made; rows of shared tables never are. */
    private boolean isThere(Handle handle, Placement place) {
        return !(place instanceof Placement.SharedRows) && tenancy.dialect().isThere(handle, place);
    }

    private static Failure foreign(Tenant tenant, Placement place) {
        return Registry.conflict(
                tenant,
                "is not in the registry, but the %s is there already; adopt: true takes it over"
                        .formatted(place.where()));
    }

    private Tenant make(
            Handle handle, Tenant tenant, Placement place, boolean there, Provisioning how)
            throws SQLException {
        if (!place.isTransactional()) {
            return tenant;
        }
        if (!there) {
            Database.run(handle, tenancy.strategyOf(tenant).provision(place));
        }
        Optional<Plan> plan = migrate(handle, place, how);
        seeder.sow(handle, place, how.seed());
        roles.keep(handle, tenant.id(), place, how.rolePassword());
        Registry registry = tenancy.registry();
        return plan.map(done -> registry.activate(handle, tenant, done.result()))
                .orElseGet(() -> registry.move(handle, tenant, TenantState.ACTIVE));
    }

    private Optional<Plan> migrate(Handle handle, Placement place, Provisioning how)
            throws SQLException {
        MigrationOrder order = how.migrations();
        return order == null
                ? Optional.empty()
                : Optional.of(new Migrator(tenancy.dialect(), order).migrate(handle, place));
    }

    private void note(Handle handle, String tenantId, Plan plan) {
        tenancy.registry().migrated(handle, tenantId, plan.result());
    }

    private Tenant intact(Handle handle, Tenant tenant, Placement place, Provisioning how)
            throws SQLException {
        if (!tenancy.dialect().isThere(handle, place)) {
            throw Registry.conflict(
                    tenant,
                    "is in the registry, but its %s is gone; when that is meant, remove the tenant with tenant_deprovision"
                            .formatted(place.where()));
        }
        if (place.isTransactional()) {
            roles.keep(handle, tenant.id(), place, how.rolePassword());
        }
        return tenant;
    }

    private Tenant restore(Handle handle, Tenant tenant, Provisioning how) throws SQLException {
        if (!how.restore()) {
            throw Registry.conflict(tenant, "is archived; restore: true brings it back");
        }
        Placement place = tenancy.place(tenant);
        Database.run(handle, tenancy.strategyOf(tenant).restore(place));
        if (place.isTransactional()) {
            roles.keep(handle, tenant.id(), place, how.rolePassword());
        }
        return tenancy.registry().move(handle, tenant, TenantState.ACTIVE);
    }

    private Tenant again(Handle handle, Tenant tenant, Provisioning how) throws SQLException {
        if (!how.reuseId()) {
            throw Registry.conflict(
                    tenant, "was deleted; reuse_id: true makes a new tenant of this id");
        }
        Placement place = tenancy.place(tenant.id());
        boolean there = isThere(handle, place);
        if (there && !how.adopt()) {
            throw foreign(tenant, place);
        }
        Tenant renewed = tenancy.registry().renew(handle, tenant, tenancy.strategy().name(), place);
        return make(handle, renewed, place, there, how);
    }

    /**
     * Makes the database unless an interrupted call has made it, migrates it, and puts the tenant
     * into use.
     */
    private Tenant complete(Tenant tenant, Provisioning how) {
        Placement place = tenancy.place(tenant);
        if (!databases.main().transaction(h -> tenancy.dialect().isThere(h, place))) {
            create(tenant, place);
        }
        Optional<Plan> plan = databases.at(place, one -> one.foreign(h -> fill(h, place, how)));
        roles.keepOutside(tenant.id(), place, how.rolePassword());
        return databases.main().foreign(h -> putIntoUse(h, tenant, plan, how));
    }

    private Optional<Plan> fill(Handle handle, Placement place, Provisioning how)
            throws SQLException {
        Optional<Plan> plan = migrate(handle, place, how);
        if (place instanceof Placement.OwnDatabase own && !seeder.isPartOfMain(place)) {
            seeder.sowOnce(handle, own.database(), place, how.seed());
        }
        return plan;
    }

    /** Two calls may meet here; the database lets one of them make it, and that is enough. */
    private void create(Tenant tenant, Placement place) {
        try {
            tenancy.strategyOf(tenant).provision(place).forEach(databases.main()::alone);
        } catch (Failure failure) {
            if (!databases.main().transaction(h -> tenancy.dialect().isThere(h, place))) {
                throw failure;
            }
        }
    }

    private Tenant putIntoUse(Handle handle, Tenant begun, Optional<Plan> plan, Provisioning how)
            throws SQLException {
        plan.ifPresent(done -> note(handle, begun.id(), done));
        Tenant tenant = tenancy.lock(handle, begun.id());
        return switch (tenant.state()) {
            case PROVISIONING -> {
                Placement place = tenancy.place(tenant);
                if (seeder.isPartOfMain(place)) {
                    seeder.sow(handle, inMain(place), how.seed());
                }
                yield tenancy.registry().move(handle, tenant, TenantState.ACTIVE);
            }
            case ACTIVE -> tenant;
            case ARCHIVED, DELETING, DELETED ->
                    throw Registry.conflict(
                            tenant, "became %s meanwhile".formatted(Registry.word(tenant.state())));
        };
    }

    /** The database of a tenant as the connections of all tenants reach it. */
    private static Placement inMain(Placement place) {
        return place instanceof Placement.OwnDatabase own
                ? new Placement.OwnSchema(own.database(), List.of())
                : place;
    }
}
