package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.migration.Script;
import com.gocodealone.dataengineering.domain.migration.Version;
import com.gocodealone.dataengineering.domain.tenancy.Structure;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;
import com.gocodealone.dataengineering.domain.tenancy.TenantTable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Notes what it is asked to do, and remembers tenants only. */
final class ScriptedDatabase implements TenantDatabase {
    static final Script SCRIPT = new Script(new Version("2"), "two", "V2__two.sql", "SELECT 2");
    static final Plan PENDING = new Plan(List.of(SCRIPT), new Version("1"), List.of());

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Plan> plans = new LinkedHashMap<>();
    final Map<String, Failure> onMigrate = new LinkedHashMap<>();
    final Map<String, Structure> structures = new LinkedHashMap<>();
    final Map<String, Failure> unreadable = new LinkedHashMap<>();
    final Map<String, Tenant> tenants = new LinkedHashMap<>();
    @Nullable Failure onCheck;

    private Tenant put(String id, TenantState state) {
        Tenant tenant =
                new Tenant(id, "s", "at " + id, state, null, Instant.EPOCH, Instant.EPOCH, null);
        tenants.put(id, tenant);
        return tenant;
    }

    void version(String id, String version) {
        Tenant now = put(id, TenantState.ACTIVE);
        tenants.put(
                id,
                new Tenant(
                        id,
                        now.strategy(),
                        now.place(),
                        now.state(),
                        version,
                        now.createdAt(),
                        now.changedAt(),
                        null));
    }

    @Override
    public void check() {
        calls.add("check");
        if (onCheck != null) {
            throw onCheck;
        }
    }

    @Override
    public Tenant provision(String tenantId, Provisioning how) {
        calls.add("provision " + tenantId + " " + how);
        return put(tenantId, TenantState.ACTIVE);
    }

    @Override
    public Tenant archive(String tenantId) {
        calls.add("archive " + tenantId);
        return put(tenantId, TenantState.ARCHIVED);
    }

    @Override
    public Tenant delete(String tenantId, Deletion how) {
        calls.add("delete " + tenantId + " " + how);
        return put(tenantId, TenantState.DELETED);
    }

    @Override
    public List<TenantTable> inventory(String tenantId) {
        return List.of(
                new TenantTable("orders", 3, true, 100), new TenantTable("lines", 4, false, 200));
    }

    @Override
    public Structure structure(String tenantId) {
        Failure failure = unreadable.get(tenantId);
        if (failure != null) {
            throw failure;
        }
        return structures.getOrDefault(tenantId, new Structure(new TreeMap<>()));
    }

    @Override
    public Map<String, Plan> plans(Collection<String> tenantIds, MigrationOrder order) {
        Map<String, Plan> asked = new LinkedHashMap<>();
        tenantIds.forEach(id -> asked.put(id, plans.getOrDefault(id, PENDING)));
        return asked;
    }

    @Override
    public Plan migrate(String tenantId, MigrationOrder order) {
        calls.add("migrate " + tenantId);
        Failure failure = onMigrate.get(tenantId);
        if (failure != null) {
            throw failure;
        }
        return PENDING;
    }

    @Override
    public Moved move(String tenantId, Move how) {
        calls.add("move " + tenantId + " " + how);
        Tenant tenant =
                new Tenant(
                        tenantId,
                        how.strategy(),
                        "at " + tenantId,
                        TenantState.ACTIVE,
                        null,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null);
        return new Moved("s", tenant, 3, List.of("public.orders"));
    }

    @Override
    public @Nullable Tenant find(String tenantId) {
        return tenants.get(tenantId);
    }

    @Override
    public List<Tenant> list() {
        return List.copyOf(tenants.values());
    }

    @Override
    public TenantRows query(String tenantId, TenantQueryCall call) {
        calls.add("query " + tenantId + " " + call);
        return new TenantRows(List.of("id"), List.of(Map.of("id", 7)), 0, false);
    }

    @Override
    public List<PoolState> pools() {
        return List.of(new PoolState("app", 1, 2, 0, 10));
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
