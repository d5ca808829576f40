package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;

/** The CDC providers that can be named in a configuration. Thread-safe. */
public interface Providers {
    /**
     * The provider that users know by {@code name}.
     *
     * @throws Failure INVALID when there is no such provider, or it cannot be loaded
     */
    CdcProvider named(String name);
}
