package com.gocodealone.dataengineering.application.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * What {@link TenantDatabase#provision} may do beyond making a new tenant.
 *
 * @param adopt take over a schema or database that is there already
 * @param restore bring back an archived tenant
 * @param reuseId make a tenant anew whose id a removed one had
 * @param migrations what a new tenant gets before it is in use; null for nothing
 */
public record Provisioning(
        boolean adopt, boolean restore, boolean reuseId, @Nullable MigrationOrder migrations) {}
