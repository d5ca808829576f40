package com.gocodealone.dataengineering.application.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * What {@link TenantDatabase#provision} may do beyond making a new tenant.
 *
 * @param adopt take over a schema or database that is there already
 * @param restore bring back an archived tenant
 * @param reuseId make a tenant anew whose id a removed one had
 * @param migrations what a new tenant gets before it is in use; null for nothing
 * @param seed what a new tenant is filled with, once, after its migrations; null for nothing
 * @param rolePassword what the tenant's role logs in with from here on; null to leave that as it is
 */
public record Provisioning(
        boolean adopt,
        boolean restore,
        boolean reuseId,
        @Nullable MigrationOrder migrations,
        @Nullable Seed seed,
        @Nullable String rolePassword) {

    /** Never prints the password. */
    @Override
    public String toString() {
        return "adopt %s, restore %s, reuse %s".formatted(adopt, restore, reuseId);
    }
}
