package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.Move;
import com.gocodealone.dataengineering.application.tenancy.Moved;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.List;

/**
 * Moves tenants from one strategy to another in one transaction, which also writes the registry:
 * whatever interrupts it, the tenant is where it was, whole. In MySQL nothing but the registry
 * changes: the database of a tenant is the same with each strategy. Thread-safe.
 */
final class Mover {
    private final Tenancy tenancy;
    private final Databases databases;
    private final RoleKeeper roles;

    Mover(Tenancy tenancy, Databases databases, RoleKeeper roles) {
        this.tenancy = tenancy;
        this.databases = databases;
        this.roles = roles;
    }

    Moved move(String tenantId, Move how) {
        TenancyStrategy target = tenancy.named(how.strategy());
        Placement to = target.place(tenancy.spec(), tenantId);
        if (to.isTransactional() != tenancy.place(tenantId).isTransactional()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "target_strategy: in PostgreSQL a tenant moves between row_level and schema_per_tenant, and not from %s to %s"
                            .formatted(tenancy.strategy().name(), target.name()));
        }
        databases.main().rehearsal(h -> Isolation.prove(h, to));
        return databases.main().foreign(h -> move(h, tenantId, target, how));
    }

    private Moved move(Handle handle, String tenantId, TenancyStrategy target, Move how)
            throws SQLException {
        Database.run(handle, tenancy.dialect().keepOut(tenantId));
        Tenant tenant = Registry.requireActive(tenancy.lock(handle, tenantId), tenantId);
        if (tenant.strategy().equals(target.name())) {
            return new Moved(target.name(), tenant, 0, List.of());
        }
        if (how.from() != null && !how.from().equals(tenant.strategy())) {
            throw Registry.conflict(
                    tenant,
                    "is kept with %s, and not with %s (from_tier)"
                            .formatted(tenant.strategy(), how.from()));
        }
        Placement to = target.place(tenancy.spec(), tenantId);
        long rows = 0;
        List<TableCopy> copies = List.of();
        if (to.isTransactional()) {
            Relocation relocation = new Relocation(tenancy, tenant, target, how);
            copies = relocation.prepare(handle);
            for (TableCopy copy : copies) {
                rows += copy.run(handle);
            }
            roles.lock(handle, tenantId, tenancy.place(tenant));
            relocation.leaveSource(handle);
            if (how.deleteSource()) {
                roles.drop(handle, tenantId, tenancy.place(tenant));
            }
            roles.keep(handle, tenantId, to, null);
        }
        tenancy.registry().relocate(handle, tenant, target.name(), to);
        return new Moved(
                tenant.strategy(),
                tenancy.active(handle, tenantId),
                rows,
                copies.stream().map(copy -> copy.to().plain()).toList());
    }
}
