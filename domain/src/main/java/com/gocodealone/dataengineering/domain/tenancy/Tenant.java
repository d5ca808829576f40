package com.gocodealone.dataengineering.domain.tenancy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One tenant as the registry knows it.
 *
 * @param place where its rows are, in words
 * @param version the last version it was migrated to; null before the first migration
 * @param changedAt when it came into its state
 */
public record Tenant(
        String id,
        String strategy,
        String place,
        TenantState state,
        @Nullable String version,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant migratedAt) {}
