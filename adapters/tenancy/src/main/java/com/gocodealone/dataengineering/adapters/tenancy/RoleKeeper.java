package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Server;
import com.gocodealone.dataengineering.domain.tenancy.TenantRole;
import com.gocodealone.dataengineering.domain.tenancy.TenantRoleSpec;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;

/**
 * The roles of tenants, as the configuration wants them: nothing happens when it wants none, or
 * when a tenant has no place of its own. In PostgreSQL a role comes and goes in the transaction
 * that is given; in MySQL at once. Thread-safe.
 */
final class RoleKeeper {
    private final Tenancy tenancy;
    private final Databases databases;
    private final Roles roles;

    RoleKeeper(Tenancy tenancy, Databases databases) {
        this.tenancy = tenancy;
        this.databases = databases;
        this.roles =
                switch (tenancy.spec().server()) {
                    case POSTGRESQL -> new PostgresRoles();
                    case MYSQL -> new MySqlRoles();
                };
    }

    private @Nullable TenantRole of(String tenantId, Placement place) {
        TenantRoleSpec limits = tenancy.spec().tenantRole();
        return limits == null || place instanceof Placement.SharedRows
                ? null
                : TenantRole.of(
                        tenancy.spec().server(),
                        databases.main().url().database(),
                        limits,
                        tenantId);
    }

    /**
     * Before anything is made.
     *
     * @throws Failure INVALID when the tenant cannot have its role, or none to have the password
     */
    void check(String tenantId, Placement place, @Nullable String password) {
        if (of(tenantId, place) == null && password != null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "role_password: the tenant has no role of its own; that takes tenant_role in"
                            + " the data.tenancy, and a schema or database of its own");
        }
    }

    /** Makes the role, and lets it into {@code place}, which is in the transaction's database. */
    void keep(Handle handle, String tenantId, Placement place, @Nullable String password)
            throws SQLException {
        make(handle, tenantId, place, password);
        grant(handle, tenantId, place);
    }

    /** The same when the place is not part of any transaction of ours. */
    void keepOutside(String tenantId, Placement place, @Nullable String password) {
        if (of(tenantId, place) != null) {
            databases.main().transaction(h -> make(h, tenantId, place, password));
            databases.at(place, one -> one.transaction(h -> grant(h, tenantId, place)));
        }
    }

    private boolean make(Handle handle, String tenantId, Placement place, @Nullable String password)
            throws SQLException {
        TenantRole role = of(tenantId, place);
        if (role != null) {
            roles.make(handle, role, place, password);
        }
        return role != null;
    }

    /** Lets the role, if there is one, also use what is new in {@code place}. */
    boolean grant(Handle handle, String tenantId, Placement place) throws SQLException {
        TenantRole role = of(tenantId, place);
        if (role != null) {
            roles.grant(handle, role, place);
        }
        return role != null;
    }

    /** Keeps the role out of {@code place} until {@link #keep}. */
    void lock(Handle handle, String tenantId, Placement place) throws SQLException {
        TenantRole role = of(tenantId, place);
        if (role != null) {
            roles.lock(handle, role, place);
        }
    }

    /** Removes the role, whose place is gone. */
    void drop(Handle handle, String tenantId, Placement place) throws SQLException {
        TenantRole role = of(tenantId, place);
        if (role != null) {
            roles.drop(handle, role, place);
        }
    }

    /**
     * Lets the transaction do only what the role may; in MySQL nothing changes.
     *
     * @throws Failure CONFLICT when the tenant was made before there were roles
     */
    void enter(Handle handle, String tenantId, Placement place) throws SQLException {
        TenantRole role = of(tenantId, place);
        if (role != null && !roles.enter(handle, role)) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "tenant_id: \"%s\" has no role %s yet; step.tenant_provision makes it"
                            .formatted(tenantId, role.name().name()));
        }
    }

    /** Whether what is done to a role waits for the end of the transaction. */
    boolean isTransactional() {
        return tenancy.spec().server() == Server.POSTGRESQL;
    }
}
