package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

/** The strategies that can be named in a configuration. Thread-safe. */
public interface Strategies {
    /**
     * The strategy that users know by {@code name}.
     *
     * @throws Failure INVALID when there is no such strategy, or it cannot be loaded
     */
    TenancyStrategy named(String name);
}
