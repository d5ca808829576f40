package com.gocodealone.dataengineering.application.tenancy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What a statement answered.
 *
 * @param changed how many rows it changed; 0 for one that reads
 * @param truncated whether there were more rows than the limit
 */
public record TenantRows(
        List<String> columns,
        List<Map<String, @Nullable Object>> rows,
        long changed,
        boolean truncated) {}
