package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.migration.Version;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The migrations of tenants: what each lacks, decided for all of them at once, and how one gets it.
 * Thread-safe.
 */
final class Migrations {
    private final Tenancy tenancy;
    private final Databases databases;
    private final RoleKeeper roles;

    Migrations(Tenancy tenancy, Databases databases, RoleKeeper roles) {
        this.tenancy = tenancy;
        this.databases = databases;
        this.roles = roles;
    }

    /** The plan for each tenant; for one that cannot be migrated, a plan that says why. */
    Map<String, Plan> plans(Collection<String> tenantIds, MigrationOrder order) {
        Migrator migrator = new Migrator(tenancy.dialect(), order);
        Map<String, Tenant> known = new HashMap<>();
        databases
                .main()
                .transaction(tenancy.registry()::all)
                .forEach(one -> known.put(one.id(), one));
        Map<String, Plan> plans = new LinkedHashMap<>();
        Map<String, Identifier> schemas = new LinkedHashMap<>();
        Map<String, Placement> sharing = new LinkedHashMap<>();
        for (String id : tenantIds) {
            try {
                switch (tenancy.place(Registry.requireActive(known.get(id), id))) {
                    case Placement.OwnSchema own -> schemas.put(id, own.schema());
                    case Placement.SharedRows rows -> sharing.put(id, rows);
                    case Placement.OwnDatabase own -> plans.put(id, planIn(own, migrator));
                }
            } catch (Failure failure) {
                String fact = known.containsKey(id) ? failure.fact() : unknown(failure, id, known);
                plans.put(id, new Plan(List.of(), null, List.of(fact)));
            }
        }
        plans.putAll(databases.main().transaction(h -> migrator.plans(h, schemas)));
        if (!sharing.isEmpty()) {
            Plan one = planIn(sharing.values().iterator().next(), migrator);
            sharing.keySet().forEach(id -> plans.put(id, one));
        }
        return plans;
    }

    private static String unknown(Failure failure, String id, Map<String, Tenant> known) {
        return failure.fact()
                + Nearest.to(id, known.keySet()).map(" (did you mean %s?)"::formatted).orElse("");
    }

    private Plan planIn(Placement place, Migrator migrator) {
        return databases.at(place, one -> one.transaction(h -> migrator.plan(h, place)));
    }

    /** Gives one tenant what it lacks; answers what was run. */
    Plan migrate(String tenantId, MigrationOrder order) {
        Migrator migrator = new Migrator(tenancy.dialect(), order);
        if (tenancy.place(tenantId).isTransactional()) {
            return databases.main().foreign(h -> migrateHere(h, tenantId, migrator));
        }
        Placement place =
                databases.main().transaction(h -> tenancy.place(tenancy.active(h, tenantId)));
        Plan plan =
                databases.at(place, one -> one.foreign(h -> migrate(h, tenantId, place, migrator)));
        databases.main().transaction(h -> note(h, tenantId, plan.result()));
        return plan;
    }

    /**
     * A migration of shared tables may have made one anew: it is guarded before anybody sees it.
     */
    private Plan migrateHere(Handle handle, String tenantId, Migrator migrator)
            throws SQLException {
        tenancy.lock(handle, tenantId);
        Placement place = tenancy.place(tenancy.active(handle, tenantId));
        Plan plan = migrate(handle, tenantId, place, migrator);
        Isolation.guard(handle, place);
        note(handle, tenantId, plan.result());
        return plan;
    }

    private Plan migrate(Handle handle, String tenantId, Placement place, Migrator migrator)
            throws SQLException {
        Plan plan = migrator.migrate(handle, place);
        if (roles.isTransactional()) {
            roles.grant(handle, tenantId, place);
        }
        return plan;
    }

    private int note(Handle handle, String tenantId, @Nullable Version version) {
        return tenancy.registry().migrated(handle, tenantId, version);
    }
}
