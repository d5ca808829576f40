package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.Deletion;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Puts tenants away and removes them. What is removed is put away first, so that nobody writes to
 * it while its rows are copied. A removal that was interrupted is completed by the next call.
 * Thread-safe.
 */
final class Remover {
    private final Tenancy tenancy;
    private final Databases databases;
    private final RoleKeeper roles;
    private final Backup backup;

    Remover(Tenancy tenancy, Databases databases, RoleKeeper roles) {
        this.tenancy = tenancy;
        this.databases = databases;
        this.roles = roles;
        this.backup = new Backup(tenancy.dialect());
    }

    /** Whether the tenant's place has its other name now. */
    static boolean isAside(Tenant tenant) {
        return tenant.state() == TenantState.ARCHIVED || tenant.state() == TenantState.DELETING;
    }

    Tenant archive(String tenantId) {
        letGo(tenantId);
        Tenant tenant = databases.main().transaction(h -> archive(h, tenancy.lock(h, tenantId)));
        if (!roles.isTransactional()) {
            databases.main().transaction(h -> lockRole(h, tenant));
        }
        return tenant;
    }

    private Tenant lockRole(Handle handle, Tenant tenant) throws SQLException {
        roles.lock(handle, tenant.id(), tenancy.place(tenant));
        return tenant;
    }

    private Tenant archive(Handle handle, Tenant tenant) throws SQLException {
        return switch (tenant.state()) {
            case ACTIVE -> {
                putAside(handle, tenant);
                yield tenancy.registry().move(handle, tenant, TenantState.ARCHIVED);
            }
            case ARCHIVED -> tenant;
            case PROVISIONING ->
                    throw Registry.conflict(
                            tenant,
                            "is half made: complete it with tenant_provision, or delete it");
            case DELETING, DELETED ->
                    throw Registry.conflict(tenant, "is " + Registry.word(tenant.state()));
        };
    }

    private void putAside(Handle handle, Tenant tenant) throws SQLException {
        Placement place = tenancy.place(tenant);
        if (tenancy.dialect().isThere(handle, place)) {
            if (roles.isTransactional()) {
                roles.lock(handle, tenant.id(), place);
            }
            Database.run(handle, tenancy.strategyOf(tenant).archive(place));
        }
    }

    Tenant delete(String tenantId, Deletion how) {
        letGo(tenantId);
        Tenant tenant = databases.main().foreign(h -> begin(h, tenantId, how));
        return tenant.state() == TenantState.DELETING ? complete(tenant, how) : tenant;
    }

    private void letGo(String tenantId) {
        databases.letGo(
                databases.main().transaction(h -> tenancy.place(tenancy.lock(h, tenantId))));
    }

    private Tenant begin(Handle handle, String tenantId, Deletion how) throws SQLException {
        Tenant tenant = tenancy.lock(handle, tenantId);
        switch (tenant.state()) {
            case ACTIVE -> {
                requireGrace(tenant, Instant.MAX, how);
                putAside(handle, tenant);
            }
            case ARCHIVED -> requireGrace(tenant, tenant.changedAt(), how);
            case PROVISIONING, DELETING -> {}
            case DELETED -> {
                return tenant;
            }
        }
        Placement aside = tenancy.place(tenant).archived();
        refuseOutsideUsers(tenancy.dialect(), handle, tenant, aside);
        if (!aside.isTransactional()) {
            return tenancy.registry().move(handle, tenant, TenantState.DELETING);
        }
        remove(handle, tenant, aside, how);
        roles.drop(handle, tenant.id(), aside);
        return tenancy.registry().move(handle, tenant, TenantState.DELETED);
    }

    private static void requireGrace(Tenant tenant, Instant archivedAt, Deletion how) {
        if (how.grace().isZero()) {
            return;
        }
        if (archivedAt.equals(Instant.MAX)) {
            throw Registry.conflict(
                    tenant, "is in use: with a grace_period it is archived before it is deleted");
        }
        Instant free = archivedAt.plus(how.grace());
        if (Instant.now().isBefore(free)) {
            throw Registry.conflict(
                    tenant,
                    "can be deleted from %s on: it was archived at %s, and grace_period is %s"
                            .formatted(time(free), time(archivedAt), how.grace()));
        }
    }

    private static String time(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.atOffset(ZoneOffset.UTC).withNano(0));
    }

    private void remove(Handle handle, Tenant tenant, Placement place, Deletion how)
            throws SQLException {
        if (!tenancy.dialect().isThere(handle, place)) {
            return;
        }
        if (how.backup() != null) {
            backup.of(handle, tenant, place, how.backup());
        }
        if (place instanceof Placement.SharedRows) {
            Database.run(handle, place.enter());
        }
        Database.run(handle, tenancy.strategyOf(tenant).delete(place));
        tenancy.dialect().leave(handle);
    }

    static void refuseOutsideUsers(Dialect dialect, Handle handle, Tenant tenant, Placement place) {
        List<String> users = dialect.outsideUsersOf(handle, place);
        if (!users.isEmpty()) {
            throw Registry.conflict(
                    tenant,
                    "cannot be deleted: other schemas refer to it (%s)"
                            .formatted(String.join(", ", users)));
        }
    }

    /** Copies and drops the database under whichever name it has. */
    private Tenant complete(Tenant tenant, Deletion how) {
        Placement place = tenancy.place(tenant);
        Placement now =
                databases.main().transaction(h -> tenancy.dialect().isThere(h, place.archived()))
                        ? place.archived()
                        : place;
        if (databases.main().transaction(h -> tenancy.dialect().isThere(h, now))) {
            if (how.backup() != null) {
                backUp(tenant, now, how);
            }
            databases.letGo(now);
            tenancy.strategyOf(tenant).delete(now).forEach(databases.main()::alone);
        }
        return databases.main().transaction(h -> forget(h, tenant.id()));
    }

    private void backUp(Tenant tenant, Placement place, Deletion how) {
        databases.at(
                place,
                database -> database.foreign(h -> backup.of(h, tenant, place, how.backup())));
    }

    private Tenant forget(Handle handle, String tenantId) throws SQLException {
        Tenant tenant = tenancy.lock(handle, tenantId);
        roles.drop(handle, tenantId, tenancy.place(tenant));
        return tenancy.registry().move(handle, tenant, TenantState.DELETED);
    }
}
