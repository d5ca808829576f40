package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.migration.Version;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How the migration of one tenant went.
 *
 * @param applied how many scripts were run; while it is PENDING, how many there are to run
 * @param version what it has now; while it is PENDING, what it would have
 * @param drift what is made otherwise than in the reference tenant
 */
public record TenantMigration(
        String tenantId,
        Status status,
        int applied,
        @Nullable String version,
        double seconds,
        @Nullable String error,
        List<String> drift) {

    /** What can come of it. */
    public enum Status {
        @Doc("Scripts were run")
        MIGRATED,
        @Doc("There was nothing to run")
        CURRENT,
        @Doc("There are scripts to run")
        PENDING,
        @Doc("Nothing was changed: see error")
        FAILED,
        @Doc("The run had stopped before")
        NOT_STARTED
    }

    /** What a plan promises before anybody carries it out. */
    static TenantMigration of(String tenantId, Plan plan) {
        if (!plan.problems().isEmpty()) {
            return failed(tenantId, 0, String.join("; ", plan.problems()));
        }
        Status status = plan.isCurrent() ? Status.CURRENT : Status.PENDING;
        return new TenantMigration(
                tenantId, status, plan.pending().size(), text(plan.result()), 0, null, List.of());
    }

    static TenantMigration done(String tenantId, Plan plan, double seconds) {
        Status status = plan.isCurrent() ? Status.CURRENT : Status.MIGRATED;
        return new TenantMigration(
                tenantId,
                status,
                plan.pending().size(),
                text(plan.result()),
                seconds,
                null,
                List.of());
    }

    static TenantMigration failed(String tenantId, double seconds, String error) {
        return new TenantMigration(tenantId, Status.FAILED, 0, null, seconds, error, List.of());
    }

    static TenantMigration notStarted(String tenantId) {
        return new TenantMigration(tenantId, Status.NOT_STARTED, 0, null, 0, null, List.of());
    }

    TenantMigration with(List<String> differences) {
        return new TenantMigration(tenantId, status, applied, version, seconds, error, differences);
    }

    private static @Nullable String text(@Nullable Version version) {
        return version == null ? null : version.text();
    }
}
