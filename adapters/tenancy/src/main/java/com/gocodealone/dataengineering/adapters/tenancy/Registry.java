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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;

/**
 * The table that says which tenants there are. It is in the database it speaks of, so that both are
 * changed in one transaction and restored from one backup. Stateless.
 */
final class Registry {
    private static final String COLUMNS =
            "tenant_id, strategy, place, state, version, created_at, changed_at, migrated_at";

    private final TableName table;

    Registry(TableName table) {
        this.table = table;
    }

    /** Makes the table when it is missing. */
    void prepare(Handle handle) {
        if (isThere(handle)) {
            return;
        }
        handle.select("SELECT pg_advisory_xact_lock(hashtext(?))", table.plain())
                .mapTo(String.class)
                .list();
        if (isThere(handle)) {
            return;
        }
        if (!exists(handle, "pg_namespace WHERE nspname = ?", table.schema().name())) {
            handle.execute("CREATE SCHEMA " + table.schema());
        }
        handle.execute(
                """
                CREATE TABLE %s (
                    tenant_key text PRIMARY KEY,
                    tenant_id text NOT NULL,
                    strategy text NOT NULL,
                    place text NOT NULL,
                    state text NOT NULL,
                    version text,
                    created_at timestamptz NOT NULL DEFAULT now(),
                    changed_at timestamptz NOT NULL DEFAULT now(),
                    migrated_at timestamptz)\
                """
                        .formatted(table));
        handle.execute(
                "COMMENT ON TABLE %s IS 'Tenants; tenant_key is the id in lower case'"
                        .formatted(table));
    }

    private boolean isThere(Handle handle) {
        return exists(
                handle,
                "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND"
                        + " c.relname = ?",
                table.schema().name(),
                table.table().name());
    }

    private static boolean exists(Handle handle, String from, Object... parameters) {
        return handle.select("SELECT EXISTS (SELECT FROM " + from + ")", parameters)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * The entry of the tenant, locked until the transaction ends; a new one in the state
     * PROVISIONING when there is none.
     */
    Entry claim(Handle handle, String tenantId, String strategy, Placement place) {
        int added =
                handle.createUpdate(
                                "INSERT INTO %s (tenant_key, tenant_id, strategy, place, state) VALUES (:key, :id, :strategy, :place, :state) ON CONFLICT DO NOTHING"
                                        .formatted(table))
                        .bind("key", key(tenantId))
                        .bind("id", tenantId)
                        .bind("strategy", strategy)
                        .bind("place", place.where())
                        .bind("state", TenantState.PROVISIONING.name())
                        .execute();
        return new Entry(lock(handle, tenantId, strategy), added == 1);
    }

    /**
     * The entry of the tenant, locked until the transaction ends.
     *
     * @throws Failure NOT_FOUND when there is none, CONFLICT when it is another tenant's
     */
    Tenant lock(Handle handle, String tenantId, String strategy) {
        return checked(read(handle, tenantId, " FOR UPDATE"), tenantId, strategy);
    }

    /**
     * The entry of a tenant that is in use.
     *
     * @throws Failure NOT_FOUND when there is none, CONFLICT when it is in another state
     */
    Tenant active(Handle handle, String tenantId, String strategy) {
        return requireActive(read(handle, tenantId, ""), tenantId, strategy);
    }

    /** The same, of what was read already. */
    static Tenant requireActive(@Nullable Tenant found, String tenantId, String strategy) {
        Tenant tenant = checked(found, tenantId, strategy);
        if (tenant.state() != TenantState.ACTIVE) {
            throw conflict(tenant, "is " + word(tenant.state()));
        }
        return tenant;
    }

    private static Tenant checked(@Nullable Tenant tenant, String tenantId, String strategy) {
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
        if (!tenant.strategy().equals(strategy)) {
            throw conflict(
                    tenant,
                    "is kept with %s, and not with %s".formatted(tenant.strategy(), strategy));
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
        return handle.select(
                        "SELECT %s FROM %s ORDER BY tenant_key COLLATE \"C\""
                                .formatted(COLUMNS, table))
                .map((row, context) -> tenant(row))
                .list();
    }

    /** Changes the state, and when it changed. */
    Tenant move(Handle handle, Tenant tenant, TenantState state) {
        return handle.select(
                        "UPDATE %s SET state = ?, changed_at = now() WHERE tenant_key = ? RETURNING %s"
                                .formatted(table, COLUMNS),
                        state.name(),
                        key(tenant.id()))
                .map((row, context) -> tenant(row))
                .one();
    }

    /** Notes the version of the tenant's tables. */
    int migrated(Handle handle, String tenantId, @Nullable Version version) {
        return handle.createUpdate(
                        "UPDATE %s SET version = :version, migrated_at = now() WHERE tenant_key = :key"
                                .formatted(table))
                .bind("version", version == null ? null : version.text())
                .bind("key", key(tenantId))
                .execute();
    }

    /** Begins the entry of a removed tenant anew. */
    Tenant renew(Handle handle, Tenant tenant, Placement place) {
        handle.execute(
                "UPDATE %s SET place = ?, version = NULL, migrated_at = NULL, created_at = now() WHERE tenant_key = ?"
                        .formatted(table),
                place.where(),
                key(tenant.id()));
        return move(handle, tenant, TenantState.PROVISIONING);
    }

    private static String key(String tenantId) {
        return tenantId.toLowerCase(Locale.ROOT);
    }

    private static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                row.getString("tenant_id"),
                row.getString("strategy"),
                row.getString("place"),
                TenantState.valueOf(row.getString("state")),
                row.getString("version"),
                instant(row.getObject("created_at", OffsetDateTime.class)),
                instant(row.getObject("changed_at", OffsetDateTime.class)),
                optional(row.getObject("migrated_at", OffsetDateTime.class)));
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }

    private static @Nullable Instant optional(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** An entry, and whether it was made just now. */
    record Entry(Tenant tenant, boolean isNew) {}
}
