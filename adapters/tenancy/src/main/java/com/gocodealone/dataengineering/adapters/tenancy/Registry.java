package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Version;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;
import com.gocodealone.dataengineering.domain.tenancy.TenantState;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The table that says which tenants there are. It is in the database it speaks of, so that both are
 * changed in one transaction and restored from one backup. Immutable.
 */
final class Registry {
    private static final String COLUMNS =
            "tenant_id, strategy, place, state, version, created_at, changed_at, migrated_at";

    private final Dialect dialect;
    private final TableName table;

    Registry(Dialect dialect, TableName table) {
        this.dialect = dialect;
        this.table = table;
    }

    /** Makes the table when it is missing. */
    void prepare(Handle handle) throws SQLException {
        if (!dialect.isThere(handle, table)) {
            dialect.createRegistry(handle, table);
        }
    }

    /**
     * The entry of the tenant, locked until the transaction ends; a new one in the state
     * PROVISIONING when there is none.
     */
    Entry claim(Handle handle, String tenantId, String strategy, Placement place) {
        Tenant added =
                write(
                        handle,
                        tenantId,
                        dialect.insertOnce(
                                "INTO %1$s (tenant_key, tenant_id, strategy, place, state, created_at, changed_at) VALUES (?, ?, ?, ?, ?, %2$s, %2$s)"
                                        .formatted(table, dialect.now())),
                        key(tenantId),
                        tenantId,
                        strategy,
                        place.where(),
                        TenantState.PROVISIONING.name());
        return added == null ? new Entry(lock(handle, tenantId), false) : new Entry(added, true);
    }

    /**
     * The entry of the tenant, locked until the transaction ends.
     *
     * @throws Failure NOT_FOUND when there is none, CONFLICT when it is another tenant's
     */
    Tenant lock(Handle handle, String tenantId) {
        return checked(read(handle, tenantId, " FOR UPDATE"), tenantId);
    }

    /**
     * The entry of a tenant that is in use.
     *
     * @throws Failure NOT_FOUND when there is none, CONFLICT when it is in another state
     */
    Tenant active(Handle handle, String tenantId) {
        return requireActive(read(handle, tenantId, ""), tenantId);
    }

    /** The same, of what was read already. */
    static Tenant requireActive(@Nullable Tenant found, String tenantId) {
        Tenant tenant = checked(found, tenantId);
        if (tenant.state() != TenantState.ACTIVE) {
            throw conflict(tenant, "is " + word(tenant.state()));
        }
        return tenant;
    }

    private static Tenant checked(@Nullable Tenant tenant, String tenantId) {
        if (tenant == null) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    "tenant_id: the registry knows no tenant \"%s\"".formatted(tenantId));
        }
        if (!tenant.id().equals(tenantId)) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "tenant_id: \"%s\" differs from the tenant \"%s\" only in upper and lower case"
                            .formatted(tenantId, tenant.id()));
        }
        return tenant;
    }

    static Failure conflict(Tenant tenant, String fact) {
        return new Failure(
                Failure.Kind.CONFLICT, "tenant_id: \"%s\" %s".formatted(tenant.id(), fact));
    }

    static String word(TenantState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Nullable Tenant find(Handle handle, String tenantId) {
        return read(handle, tenantId, "");
    }

    private @Nullable Tenant read(Handle handle, String tenantId, String locking) {
        return handle.select(
                        "SELECT %s FROM %s WHERE tenant_key = ?%s"
                                .formatted(COLUMNS, table, locking),
                        key(tenantId))
                .map((row, context) -> tenant(row))
                .findOne()
                .orElse(null);
    }

    List<Tenant> all(Handle handle) {
        return handle
                .select("SELECT %s FROM %s".formatted(COLUMNS, table))
                .map((row, context) -> tenant(row))
                .stream()
                .sorted(Comparator.comparing(tenant -> key(tenant.id())))
                .toList();
    }

    /** Changes the state, and when it changed. */
    Tenant move(Handle handle, Tenant tenant, TenantState state) {
        return Objects.requireNonNull(
                write(
                        handle,
                        tenant.id(),
                        "UPDATE %s SET state = ?, changed_at = %s WHERE tenant_key = ?"
                                .formatted(table, dialect.now()),
                        state.name(),
                        key(tenant.id())));
    }

    /** Puts the tenant into use with tables of this version. */
    Tenant activate(Handle handle, Tenant tenant, @Nullable Version version) {
        return Objects.requireNonNull(
                write(
                        handle,
                        tenant.id(),
                        "UPDATE %1$s SET state = ?, version = ?, changed_at = %2$s, migrated_at = %2$s WHERE tenant_key = ?"
                                .formatted(table, dialect.now()),
                        TenantState.ACTIVE.name(),
                        version == null ? null : version.text(),
                        key(tenant.id())));
    }

    /** Writes one entry; answers how it is then, or null when the statement has written none. */
    private @Nullable Tenant write(
            Handle handle, String tenantId, String sql, @Nullable Object... values) {
        String returning = dialect.returning(COLUMNS);
        if (returning.isEmpty()) {
            return handle.execute(sql, values) == 0 ? null : find(handle, tenantId);
        }
        return handle.select(sql + returning, values)
                .map((row, context) -> tenant(row))
                .findOne()
                .orElse(null);
    }

    /** Notes the version of the tenant's tables. */
    int migrated(Handle handle, String tenantId, @Nullable Version version) {
        return handle.createUpdate(
                        "UPDATE %s SET version = :version, migrated_at = %s WHERE tenant_key = :key"
                                .formatted(table, dialect.now()))
                .bind("version", version == null ? null : version.text())
                .bind("key", key(tenantId))
                .execute();
    }

    /** Begins the entry of a removed tenant anew. */
    Tenant renew(Handle handle, Tenant tenant, String strategy, Placement place) {
        handle.execute(
                "UPDATE %s SET version = NULL, migrated_at = NULL, created_at = %s WHERE tenant_key = ?"
                        .formatted(table, dialect.now()),
                key(tenant.id()));
        relocate(handle, tenant, strategy, place);
        return move(handle, tenant, TenantState.PROVISIONING);
    }

    /** The tenant is at another place from here on. */
    void relocate(Handle handle, Tenant tenant, String strategy, Placement place) {
        handle.execute(
                "UPDATE %s SET strategy = ?, place = ? WHERE tenant_key = ?".formatted(table),
                strategy,
                place.where(),
                key(tenant.id()));
    }

    private static String key(String tenantId) {
        return tenantId.toLowerCase(Locale.ROOT);
    }

    private Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                row.getString("tenant_id"),
                row.getString("strategy"),
                row.getString("place"),
                TenantState.valueOf(row.getString("state")),
                row.getString("version"),
                Objects.requireNonNull(dialect.time(row, "created_at")),
                Objects.requireNonNull(dialect.time(row, "changed_at")),
                dialect.time(row, "migrated_at"));
    }

    /** An entry, and whether it was made just now. */
    record Entry(Tenant tenant, boolean isNew) {}
}
