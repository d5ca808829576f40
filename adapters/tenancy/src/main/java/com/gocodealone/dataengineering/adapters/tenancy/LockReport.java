package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says who kept a call waiting for too long, and what to do: the error of the database itself says
 * neither. Thread-safe.
 */
final class LockReport {
    private final Tenancy tenancy;
    private final Databases databases;

    LockReport(Tenancy tenancy, Databases databases) {
        this.tenancy = tenancy;
        this.databases = databases;
    }

    /**
     * Does {@code work} for a tenant.
     *
     * @throws Failure as the work does; when a lock was in its way, with a sentence that says which
     */
    <T> T explain(String tenantId, Supplier<T> work) {
        try {
            return work.get();
        } catch (Failure failure) {
            if (!Refusals.isLock(failure)) {
                throw failure;
            }
            throw new Failure(
                    failure.kind(),
                    "tenant_id: \"%s\": %s longer than lock_timeout, so the call gave up; when that has ended, the same call completes it (%s)"
                            .formatted(tenantId, culprit(tenantId), Refusals.said(failure)),
                    failure);
        }
    }

    private String culprit(String tenantId) {
        List<String> holders;
        try {
            holders = databases.main().transaction(h -> holders(h, tenantId));
        } catch (Failure unknown) {
            holders = List.of();
        }
        return holders.isEmpty()
                ? "another call works on this tenant, or somebody else holds a lock there,"
                : String.join(", ", holders);
    }

    private List<String> holders(Handle handle, String tenantId) {
        Placement place = tenancy.place(tenantId);
        return switch (tenancy.spec().server()) {
            case POSTGRESQL -> PostgresCatalog.lockHolders(handle, names(place), tables(place));
            case MYSQL -> MySqlCatalog.sessionsIn(handle, MySqlCatalog.databaseOf(place));
        };
    }

    private static List<String> names(Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> both(own.schema());
            case Placement.OwnDatabase own -> both(own.database());
            case Placement.SharedRows _ -> List.of();
        };
    }

    private static List<String> both(Identifier name) {
        return Stream.of(name, name.archived()).map(Identifier::name).toList();
    }

    private static List<String> tables(Placement place) {
        return place instanceof Placement.SharedRows rows
                ? rows.tables().stream().map(TableName::plain).toList()
                : List.of();
    }
}
