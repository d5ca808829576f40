package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.Move;
import com.gocodealone.dataengineering.domain.migration.Version;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One tenant on its way between the shared tables and a schema of its own, within a transaction
 * that nobody else sees. Immutable.
 */
record Relocation(Tenancy tenancy, Tenant tenant, TenancyStrategy target, Move how) {
    /**
     * Keeps everybody from writing to the tables of the tenant, and makes the place that it goes
     * to; answers what is to be copied, a table after those that it refers to.
     */
    List<TableCopy> prepare(Handle handle) throws SQLException {
        Placement from = tenancy.place(tenant);
        Placement to = target.place(tenancy.spec(), tenant.id());
        lockTables(handle, tables(handle, from));
        Isolation.guard(handle, to); // before it reads the tables: two who did both would deadlock
        makeRoom(handle, to);
        Version version = migrate(handle, to);
        Isolation.guard(handle, to);
        tenancy.registry().migrated(handle, tenant.id(), version);
        if (from instanceof Placement.SharedRows shared && to instanceof Placement.OwnSchema own) {
            Database.run(handle, shared.withoutRole().enter());
            return outOf(handle, shared, own);
        }
        if (from instanceof Placement.OwnSchema own && to instanceof Placement.SharedRows shared) {
            Database.run(handle, shared.withoutRole().enter());
            return into(handle, own, shared);
        }
        throw Registry.conflict(
                tenant,
                "cannot be moved from the %s to the %s".formatted(from.where(), to.where()));
    }

    private List<TableName> tables(Handle handle, Placement place) {
        return tenancy.dialect().tables(handle, place).stream()
                .map(Inventory.Found::name)
                .filter(table -> !table.table().name().equals(History.TABLE))
                .toList();
    }

    private static void lockTables(Handle handle, List<TableName> tables) throws SQLException {
        if (!tables.isEmpty()) {
            String names =
                    tables.stream().map(TableName::toString).collect(Collectors.joining(", "));
            Database.run(
                    handle,
                    Statement.of("LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE".formatted(names)));
        }
    }

    private void makeRoom(Handle handle, Placement to) throws SQLException {
        if (isTaken(handle, to)) {
            if (!how.replace()) {
                throw Registry.conflict(
                        tenant,
                        "has a %s already; replace: true removes what an earlier move has left there"
                                .formatted(to.where()));
            }
            remove(handle, target, to);
        }
        if (!tenancy.dialect().isThere(handle, to)) {
            Database.run(handle, target.provision(to));
        }
    }

    private boolean isTaken(Handle handle, Placement to) throws SQLException {
        if (!(to instanceof Placement.SharedRows shared)) {
            return tenancy.dialect().isThere(handle, to);
        }
        Database.run(handle, shared.withoutRole().enter());
        return shared.tables().stream()
                .anyMatch(
                        table ->
                                handle.select(
                                                "SELECT EXISTS (SELECT FROM %s%s)"
                                                        .formatted(table, shared.mine()),
                                                shared.tenant())
                                        .mapTo(Boolean.class)
                                        .one());
    }

    private void remove(Handle handle, TenancyStrategy strategy, Placement place)
            throws SQLException {
        Remover.refuseOutsideUsers(tenancy.dialect(), handle, tenant, place);
        if (place instanceof Placement.SharedRows shared) {
            Database.run(handle, shared.withoutRole().enter());
        }
        Database.run(handle, strategy.delete(place));
    }

    private @Nullable Version migrate(Handle handle, Placement to) throws SQLException {
        MigrationOrder order = how.migrations();
        if (order == null) {
            return null;
        }
        Version version = new Migrator(tenancy.dialect(), order).migrate(handle, to).result();
        Database.run(handle, tenancy.dialect().lockTimeout(order.lockTimeout()));
        return version;
    }

    private List<TableCopy> outOf(
            Handle handle, Placement.SharedRows shared, Placement.OwnSchema own) {
        List<TableCopy> copies = new ArrayList<>();
        for (TableName table : shared.tables()) {
            TableName to = new TableName(own.schema(), table.table());
            if (!tenancy.dialect().isThere(handle, to)) {
                throw Registry.conflict(
                        tenant, "needs a table %s: migrations must make it".formatted(to.plain()));
            }
            copies.add(new TableCopy(table, to, shared));
        }
        return copies;
    }

    private List<TableCopy> into(
            Handle handle, Placement.OwnSchema own, Placement.SharedRows shared) {
        List<TableName> left = new ArrayList<>(tables(handle, own));
        List<TableCopy> copies = new ArrayList<>();
        for (TableName table : shared.tables()) {
            TableName from = new TableName(own.schema(), table.table());
            if (left.remove(from)) {
                copies.add(new TableCopy(from, table, shared));
            }
        }
        if (!left.isEmpty()) {
            throw Registry.conflict(
                    tenant,
                    "has tables that are none of the shared ones: "
                            + left.stream()
                                    .map(TableName::plain)
                                    .collect(Collectors.joining(", ")));
        }
        return copies;
    }

    /** The rows where they were go or stay. */
    void leaveSource(Handle handle) throws SQLException {
        if (how.deleteSource()) {
            remove(handle, tenancy.strategyOf(tenant), tenancy.place(tenant));
        }
    }
}
