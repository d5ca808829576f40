package com.gocodealone.dataengineering.domain.tenancy;

/**
 * A table in which a tenant has rows.
 *
 * @param rows how many; an estimate when {@code exact} is false
 * @param bytes what it takes on disk with its indexes; 0 when it is shared with other tenants
 */
public record TenantTable(String name, long rows, boolean exact, long bytes) {}
