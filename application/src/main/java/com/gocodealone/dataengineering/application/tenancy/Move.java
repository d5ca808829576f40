package com.gocodealone.dataengineering.application.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * How {@link TenantDatabase#move} is done.
 *
 * @param strategy how the tenant is kept apart afterwards
 * @param from how it must be kept apart before; null for any way
 * @param migrations what makes the tables of a new place; null for nothing
 * @param replace remove what an earlier move has left of the tenant where it goes
 * @param deleteSource remove the rows where they were, once the copies are verified
 */
public record Move(
        String strategy,
        @Nullable String from,
        @Nullable MigrationOrder migrations,
        boolean replace,
        boolean deleteSource) {}
