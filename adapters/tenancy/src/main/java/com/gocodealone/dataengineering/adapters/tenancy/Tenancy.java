package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.Strategies;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.jdbi.v3.core.Handle;

/**
 * How the tenants of one configuration are kept apart, and where it is written. Immutable.
 *
 * @param strategy which new tenants get
 * @param strategies those that a tenant may have been moved to
 */
record Tenancy(
        TenancySpec spec,
        TenancyStrategy strategy,
        Strategies strategies,
        Dialect dialect,
        Registry registry) {
    /** Where a new tenant comes. */
    Placement place(String tenantId) {
        return strategy.place(spec, tenantId);
    }

    /**
     * Where a tenant is that the registry knows: it may have been moved.
     *
     * @throws Failure CONFLICT when this configuration does not lead there
     */
    Placement place(Tenant tenant) {
        Placement there = strategyOf(tenant).place(spec, tenant.id());
        if (there.isTransactional() != place(tenant.id()).isTransactional()) {
            throw Registry.conflict(
                    tenant,
                    "is kept with %s, and not with %s"
                            .formatted(tenant.strategy(), strategy.name()));
        }
        return there;
    }

    TenancyStrategy strategyOf(Tenant tenant) {
        return named(tenant.strategy());
    }

    /**
     * The strategy, which can be carried out with this configuration.
     *
     * @throws Failure INVALID that says what is missing for it
     */
    TenancyStrategy named(String name) {
        if (name.equals(strategy.name())) {
            return strategy;
        }
        TenancyStrategy other = strategies.named(name);
        other.validate(spec);
        return other;
    }

    Registry.Entry claim(Handle handle, String tenantId) {
        return registry.claim(handle, tenantId, strategy.name(), place(tenantId));
    }

    Tenant lock(Handle handle, String tenantId) {
        return registry.lock(handle, tenantId);
    }

    Tenant active(Handle handle, String tenantId) {
        return registry.active(handle, tenantId);
    }
}
