package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

/** The way to databases with tenants, found with {@link java.util.ServiceLoader}. */
public interface TenancyPort {
    /**
     * Opens what {@code spec} describes, without reaching it yet.
     *
     * @throws Failure INVALID when the connection cannot be understood
     */
    TenantDatabase open(TenancySpec spec, TenancyStrategy strategy, PoolLimits limits);
}
