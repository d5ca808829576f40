package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

/** The keys by which a step says which tenant it means. */
record OneTenant(
        @Doc("The tenant; without it, the one at tenant_key") @Alias("tenantId")
                @Nullable String tenantId,
        @Doc(
                        "Where the pipeline's data has the tenant's id, such as after.tenant_id;"
                                + " else that of the data.tenancy counts")
                @Nullable String tenantKey) {

    /**
     * The tenant's id.
     *
     * @throws Failure INVALID when there is none
     */
    String id() {
        if (tenantId == null || tenantId.isBlank()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "tenant_id is required; or tenant_key, which says where the pipeline's data"
                            + " has it");
        }
        return tenantId;
    }
}
