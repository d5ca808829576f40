package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.application.tenancy.TenantMigration.Status;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Structure;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/** How the tables of tenants differ from those of a tenant that is as it should be. Stateless. */
final class Drift {
    private Drift() {}

    /**
     * Looks before anything is changed whether there is something to compare with.
     *
     * @throws Failure when there is no such tenant
     */
    static void check(@Nullable String reference, TenantDatabase database) {
        if (reference != null) {
            wanted(reference, database);
        }
    }

    /** The same results, with the drift of each tenant that did not fail; none of them is lost. */
    static List<TenantMigration> in(
            List<TenantMigration> results, @Nullable String reference, TenantDatabase database) {
        if (reference == null) {
            return results;
        }
        Function<String, List<String>> drift = from(reference, database);
        return results.stream()
                .map(
                        one ->
                                one.status() == Status.FAILED
                                        ? one
                                        : one.with(drift.apply(one.tenantId())))
                .toList();
    }

    private static Function<String, List<String>> from(String reference, TenantDatabase database) {
        try {
            Structure wanted = wanted(reference, database);
            return tenantId -> compared(tenantId, wanted, database);
        } catch (Failure failure) {
            return tenantId -> unknown(failure);
        }
    }

    private static List<String> compared(
            String tenantId, Structure wanted, TenantDatabase database) {
        try {
            return wanted.differences(database.structure(tenantId));
        } catch (Failure failure) {
            return unknown(failure);
        }
    }

    private static List<String> unknown(Failure failure) {
        return List.of("cannot be compared: " + failure.fact());
    }

    /** What in the tenant is made otherwise than in {@code reference}. */
    static List<String> of(String tenantId, @Nullable String reference, TenantDatabase database) {
        return reference == null
                ? List.of()
                : wanted(reference, database).differences(database.structure(tenantId));
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
