package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;

import org.jspecify.annotations.Nullable;

/** The keys by which a step says which tenancy it means. */
record Choice(
        @Doc("The data.tenancy whose tenants these are; or give strategy and connection here")
                @Nullable String tenancy,
        @Inline TenancySpec own) {

    /** Whether it leads to a database. */
    boolean isReachable() {
        return tenancy != null || own.connection() != null;
    }

    TenantDatabase in(Tenancies tenancies) {
        return tenancies.of(tenancy, own);
    }

    /** What the step need not say. */
    Usual usual(Tenancies tenancies) {
        return tenancies.usual(tenancy);
    }
}
