package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

/**
 * The role of one tenant.
 *
 * @param mark says on the server whose it is
 * @param limits what it is bound by
 */
public record TenantRole(Identifier name, String mark, TenantRoleSpec limits) {
    /** MySQL's; MariaDB takes longer ones. */
    private static final int LONGEST_IN_MYSQL = 32;

    /**
     * The role for {@code tenantId} on such a server.
     *
     * @param database whose tenants these are: roles belong to the whole server
     * @throws Failure INVALID when there can be no such role
     */
    public static TenantRole of(
            Server server, String database, TenantRoleSpec limits, String tenantId) {
        Identifier name;
        try {
            name = OwnName.of(server, limits.prefix(), tenantId);
        } catch (Failure failure) {
            throw invalid(failure.fact().replace("schema_prefix", "prefix"));
        }
        if (server == Server.MYSQL && name.name().length() > LONGEST_IN_MYSQL) {
            throw invalid(
                    "prefix and tenant_id have %d characters together; a user in MySQL has at most %d"
                            .formatted(name.name().length(), LONGEST_IN_MYSQL));
        }
        return new TenantRole(name, "tenant %s of %s".formatted(tenantId, database), limits);
    }

    private static Failure invalid(String fact) {
        return new Failure(Failure.Kind.INVALID, "tenant_role: " + fact);
    }
}
