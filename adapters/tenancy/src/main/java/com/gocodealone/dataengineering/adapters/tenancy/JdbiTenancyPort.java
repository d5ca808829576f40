package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.TenancyPort;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

/** Opens databases with tenants. Stateless. */
public final class JdbiTenancyPort implements TenancyPort {
    @Override
    public TenantDatabase open(TenancySpec spec, TenancyStrategy strategy, PoolLimits limits) {
        Tenancy tenancy = new Tenancy(spec, strategy, new Registry(spec.registryTable()));
        return new PostgresTenants(tenancy, new Databases(spec, limits));
    }
}
