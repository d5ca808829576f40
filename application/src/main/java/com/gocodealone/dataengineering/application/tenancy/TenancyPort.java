package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;

/** The way to databases with tenants, found with {@link java.util.ServiceLoader}. */
public interface TenancyPort {
    /**
     * Opens what {@code spec} describes, without reaching it yet.
     *
     * @param strategies by the names that the configuration and the registry have for them
     * @throws Failure INVALID when the strategy cannot be carried out with {@code spec}, or the
     *     connection cannot be understood
     */
    TenantDatabase open(TenancySpec spec, Strategies strategies, PoolLimits limits);
}
