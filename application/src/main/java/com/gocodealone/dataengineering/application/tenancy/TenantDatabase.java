package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.tenancy.Structure;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A database with its tenants, their registry, and the connections to it. Thread-safe; calls for
 * one tenant wait for each other.
 *
 * <p>Every method throws {@link Failure}: INVALID when the configuration or the rights are wrong,
 * UNAVAILABLE when the database cannot be reached now, CONFLICT when the tenant is in another state
 * or somebody else holds it, NOT_FOUND when the registry does not know the tenant.
 */
public interface TenantDatabase extends AutoCloseable {
    /** Looks at everything that the tenants' isolation needs, and tries it out; changes nothing. */
    void check();

    /** Makes the tenant, or completes one that is half made; one that is there stays as it is. */
    Tenant provision(String tenantId, Provisioning how);

    /** Puts the tenant away; nothing of it is lost. */
    Tenant archive(String tenantId);

    /** Removes the tenant with everything it has, or completes a removal that was interrupted. */
    Tenant delete(String tenantId, Deletion how);

    /** What the tenant has. */
    List<TenantTable> inventory(String tenantId);

    /** How the tenant's own tables are made; nothing of tables that it shares. */
    Structure structure(String tenantId);

    /**
     * What each tenant lacks, decided for all of them at once; for one that cannot be migrated, a
     * plan that says why.
     */
    Map<String, Plan> plans(Collection<String> tenantIds, MigrationOrder order);

    /** Gives the tenant what it lacks, all of it or nothing; answers what was run. */
    Plan migrate(String tenantId, MigrationOrder order);

    /**
     * Moves the tenant to another strategy, all of it or nothing; one that is there stays there.
     */
    Moved move(String tenantId, Move how);

    /** What the registry says of the tenant; null when it does not know it. */
    @Nullable Tenant find(String tenantId);

    /** Every tenant in the registry, removed ones too, in the order of their ids. */
    List<Tenant> list();

    /** Runs one statement that sees this tenant and no other. */
    TenantRows query(String tenantId, TenantQueryCall call);

    List<PoolState> pools();

    @Override
    void close();
}
