package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.jdbi.v3.core.Handle;

/** How the tenants of one configuration are kept apart, and where it is written. Immutable. */
record Tenancy(TenancySpec spec, TenancyStrategy strategy, Dialect dialect, Registry registry) {
    Placement place(String tenantId) {
        return strategy.place(spec, tenantId);
    }

    Registry.Entry claim(Handle handle, String tenantId) {
        return registry.claim(handle, tenantId, strategy.name(), place(tenantId));
    }

    Tenant lock(Handle handle, String tenantId) {
        return registry.lock(handle, tenantId, strategy.name());
    }

    Tenant active(Handle handle, String tenantId) {
        return registry.active(handle, tenantId, strategy.name());
    }
}
