package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.Strategies;
import com.gocodealone.dataengineering.application.tenancy.TenancyPort;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

/** Opens databases with tenants. Stateless. */
public final class JdbiTenancyPort implements TenancyPort {
    @Override
    public TenantDatabase open(TenancySpec spec, Strategies strategies, PoolLimits limits) {
        TenancyStrategy strategy = strategies.named(spec.chosenStrategy());
        strategy.validate(spec);
        Dialect dialect = Dialect.of(spec.server());
        Registry registry = new Registry(dialect, spec.registryTable());
        Tenancy tenancy = new Tenancy(spec, strategy, strategies, dialect, registry);
        return new JdbiTenants(tenancy, new Databases(spec, limits));
    }
}
