package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.application.tenancy.TenantMigration.Status;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Structure;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** How the tables of tenants differ from those of a tenant that is as it should be. Stateless. */
final class Drift {
    private Drift() {}

    /** The same results, with the drift of each tenant that did not fail. */
    static List<TenantMigration> in(
            List<TenantMigration> results, @Nullable String reference, TenantDatabase database) {
        if (reference == null) {
            return results;
        }
        Structure wanted = wanted(reference, database);
        return results.stream()
                .map(
                        one ->
                                one.status() == Status.FAILED
                                        ? one
                                        : one.with(of(one.tenantId(), wanted, database)))
                .toList();
    }

    /** What in the tenant is made otherwise than in {@code reference}. */
    static List<String> of(String tenantId, @Nullable String reference, TenantDatabase database) {
        return reference == null ? List.of() : of(tenantId, wanted(reference, database), database);
    }

    private static List<String> of(String tenantId, Structure wanted, TenantDatabase database) {
        return wanted.differences(database.structure(tenantId));
    }

    private static Structure wanted(String reference, TenantDatabase database) {
        try {
            return database.structure(reference);
        } catch (Failure failure) {
            throw new Failure(
                    failure.kind(),
                    failure.fact().replaceFirst("^tenant_id:", "reference_tenant:"),
                    failure);
        }
    }
}
