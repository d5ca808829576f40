package com.gocodealone.dataengineering.application.tenancy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * One statement for one tenant.
 *
 * @param sql with {@code $1}, {@code $2} … or {@code ?} for the parameters
 * @param limit how many rows may come back
 */
public record TenantQueryCall(
        String sql,
        List<@Nullable Object> parameters,
        int limit,
        boolean readOnly,
        Duration timeout) {}
