package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import java.util.List;

/**
 * What {@link TenantDatabase#move} did.
 *
 * @param from how the tenant was kept apart before
 * @param tenant as it is now
 * @param rows how many were copied
 * @param tables whose rows were copied; none when the tenant was there, or nothing had to move
 */
public record Moved(String from, Tenant tenant, long rows, List<String> tables) {
    public Moved {
        tables = List.copyOf(tables);
    }
}
