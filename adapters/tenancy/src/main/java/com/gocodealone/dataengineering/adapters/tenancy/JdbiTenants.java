package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.Deletion;
import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.Move;
import com.gocodealone.dataengineering.application.tenancy.Moved;
import com.gocodealone.dataengineering.application.tenancy.PoolState;
import com.gocodealone.dataengineering.application.tenancy.Provisioning;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.application.tenancy.TenantQueryCall;
import com.gocodealone.dataengineering.application.tenancy.TenantRows;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Structure;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tenants of one server. Thread-safe. */
final class JdbiTenants implements TenantDatabase {
    private final Tenancy tenancy;
    private final Databases databases;
    private final RoleKeeper roles;
    private final LockReport locks;
    private final Provisioner provisioner;
    private final Remover remover;
    private final Migrations migrations;
    private final Mover mover;

    /** Set once everything is known to be as it must be. */
    private volatile boolean checked;

    /** Set once the registry is there and every shared table is guarded. */
    private volatile boolean prepared;

    JdbiTenants(Tenancy tenancy, Databases databases) {
        this.tenancy = tenancy;
        this.databases = databases;
        this.roles = new RoleKeeper(tenancy, databases);
        this.locks = new LockReport(tenancy, databases);
        this.provisioner = new Provisioner(tenancy, databases, roles);
        this.remover = new Remover(tenancy, databases, roles);
        this.migrations = new Migrations(tenancy, databases, roles);
        this.mover = new Mover(tenancy, databases, roles);
    }

    @Override
    public void check() {
        databases.main().reach();
        databases.main().rehearsal(h -> Isolation.prove(h, anyPlace()));
        checked = true;
    }

    /** Before the first work: what was not checked is checked, and what is missing is made. */
    private void ready() {
        if (!checked) {
            check();
        }
        if (!prepared) {
            databases.main().transaction(this::prepare);
            prepared = true;
        }
    }

    private int prepare(Handle handle) throws SQLException {
        tenancy.registry().prepare(handle);
        return Isolation.guard(handle, anyPlace());
    }

    /** Of a tenant that there need not be. */
    private Placement anyPlace() {
        return tenancy.place("1");
    }

    @Override
    public Tenant provision(String tenantId, Provisioning how) {
        tenancy.place(tenantId);
        ready();
        return locks.explain(tenantId, () -> provisioner.provision(tenantId, how));
    }

    @Override
    public Tenant archive(String tenantId) {
        tenancy.place(tenantId);
        ready();
        return locks.explain(tenantId, () -> remover.archive(tenantId));
    }

    @Override
    public Tenant delete(String tenantId, Deletion how) {
        tenancy.place(tenantId);
        ready();
        return locks.explain(tenantId, () -> remover.delete(tenantId, how));
    }

    @Override
    public List<TenantTable> inventory(String tenantId) {
        tenancy.place(tenantId);
        ready();
        Tenant tenant = databases.main().transaction(handle -> tenancy.lock(handle, tenantId));
        Placement place = tenancy.place(tenant);
        Placement now = Remover.isAside(tenant) ? place.archived() : place;
        return databases.at(
                now,
                database -> database.transaction(h -> Inventory.of(tenancy.dialect(), h, now)));
    }

    @Override
    public Structure structure(String tenantId) {
        ready();
        Placement place =
                databases.main().transaction(h -> tenancy.place(tenancy.active(h, tenantId)));
        return place instanceof Placement.SharedRows
                ? new Structure(new TreeMap<>())
                : databases.at(
                        place,
                        one ->
                                one.foreign(
                                        h -> Structures.read(tenancy.spec().server(), h, place)));
    }

    @Override
    public Map<String, Plan> plans(Collection<String> tenantIds, MigrationOrder order) {
        ready();
        return migrations.plans(tenantIds, order);
    }

    @Override
    public Plan migrate(String tenantId, MigrationOrder order) {
        tenancy.place(tenantId);
        ready();
        return locks.explain(tenantId, () -> migrations.migrate(tenantId, order));
    }

    @Override
    public Moved move(String tenantId, Move how) {
        tenancy.place(tenantId);
        ready();
        return locks.explain(tenantId, () -> mover.move(tenantId, how));
    }

    @Override
    public @Nullable Tenant find(String tenantId) {
        ready();
        return databases.main().transaction(h -> tenancy.registry().find(h, tenantId));
    }

    @Override
    public List<Tenant> list() {
        ready();
        return databases.main().transaction(tenancy.registry()::all);
    }

    @Override
    public TenantRows query(String tenantId, TenantQueryCall call) {
        boolean transactional = tenancy.place(tenantId).isTransactional();
        TenantQuery query = TenantQuery.of(tenancy.dialect(), call);
        ready();
        if (transactional) {
            return databases.main().foreign(h -> checkedQuery(h, tenantId, query));
        }
        Placement place =
                databases.main().transaction(h -> tenancy.place(tenancy.active(h, tenantId)));
        return databases.at(place, one -> one.foreign(h -> runAsRole(h, tenantId, query, place)));
    }

    private TenantRows checkedQuery(Handle handle, String tenantId, TenantQuery query)
            throws SQLException {
        Database.run(handle, tenancy.dialect().holdStill(tenantId));
        Placement place = tenancy.place(tenancy.active(handle, tenantId));
        return runAsRole(handle, tenantId, query, place);
    }

    private TenantRows runAsRole(Handle handle, String tenantId, TenantQuery query, Placement place)
            throws SQLException {
        roles.enter(handle, tenantId, place);
        return query.run(handle, place);
    }

    @Override
    public List<PoolState> pools() {
        return databases.states();
    }

    @Override
    public void close() {
        databases.close();
    }
}
