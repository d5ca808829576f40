package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.PoolState;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The database of the connection, and of the tenants' own databases those that were used last: so
 * many that all their connections together stay within the limit. Thread-safe.
 */
final class Databases implements AutoCloseable {
    private static final int CONNECTIONS_PER_TENANT = 2;

    private final DatabaseUrl url;
    private final @Nullable String template;
    private final PoolLimits limits;
    private final Database main;
    private final int mostOpen;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();

    /** Guarded by the lock; the one that was used longest ago comes first. */
    private final Map<String, Open> open = new LinkedHashMap<>(16, 0.75f, true);

    Databases(TenancySpec spec, PoolLimits limits) {
        this.url = DatabaseUrl.parse("connection", spec.chosenConnection());
        this.template = spec.connectionTemplate();
        this.limits = limits;
        this.main = new Database(url, limits.maxConnections(), limits);
        this.mostOpen = Math.max(1, limits.maxTenantConnections() / CONNECTIONS_PER_TENANT);
        if (template != null) {
            urlOf(new Identifier("x"));
        }
    }

    Database main() {
        return main;
    }

    /** Works with the database in which {@code place} is. */
    <T> T at(Placement place, Function<Database, T> work) {
        return switch (place) {
            case Placement.OwnDatabase(Identifier database) -> within(database, work);
            case Placement.OwnSchema _, Placement.SharedRows _ -> work.apply(main);
        };
    }

    private <T> T within(Identifier database, Function<Database, T> work) {
        Open lease = lease(database);
        try {
            return work.apply(lease.database);
        } finally {
            release(lease);
        }
    }

    private Open lease(Identifier database) {
        lock.lock();
        try {
            Open found = open.get(database.name());
            if (found == null) {
                makeRoom();
                found = open.computeIfAbsent(database.name(), name -> new Open(opened(database)));
            }
            found.users++;
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.UNAVAILABLE, "interrupted while waiting", e);
        } finally {
            lock.unlock();
        }
    }

    private Database opened(Identifier database) {
        int connections = Math.min(CONNECTIONS_PER_TENANT, limits.maxTenantConnections());
        return new Database(urlOf(database), connections, limits);
    }

    /** Closes the pool that was used longest ago; waits while all are in use. */
    private void makeRoom() throws InterruptedException {
        long patience = limits.connectionTimeout().toNanos();
        while (open.size() >= mostOpen && !closeOneIdle()) {
            if (patience <= 0) {
                throw new Failure(
                        Failure.Kind.UNAVAILABLE,
                        "the connections to %d tenants' databases are all in use; max_tenant_connections allows no more"
                                .formatted(mostOpen));
            }
            patience = freed.awaitNanos(patience);
        }
    }

    private boolean closeOneIdle() {
        Iterator<Open> eldestFirst = open.values().iterator();
        while (eldestFirst.hasNext()) {
            Open one = eldestFirst.next();
            if (one.users == 0) {
                eldestFirst.remove();
                one.database.close();
                return true;
            }
        }
        return false;
    }

    private void release(Open lease) {
        lock.lock();
        try {
            lease.users--;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets go of the tenant's own database, if it has one, so that it can be renamed or dropped.
     *
     * @throws Failure CONFLICT when it is in use here
     */
    void letGo(Placement place) {
        if (!(place instanceof Placement.OwnDatabase(Identifier database))) {
            return;
        }
        lock.lock();
        try {
            Open found = open.get(database.name());
            if (found != null && found.users > 0) {
                throw new Failure(
                        Failure.Kind.CONFLICT,
                        "the database %s is in use".formatted(database.name()));
            }
            if (found != null) {
                open.remove(database.name());
                found.database.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private DatabaseUrl urlOf(Identifier database) {
        if (template == null) {
            return url.of(database.name());
        }
        String text =
                template.replace("{{tenant}}", database.name())
                        .replace("{tenant}", database.name());
        return DatabaseUrl.parse("connection_template", text);
    }

    List<PoolState> states() {
        List<PoolState> states = new ArrayList<>();
        states.add(main.state());
        lock.lock();
        try {
            open.values().forEach(one -> states.add(one.database.state()));
        } finally {
            lock.unlock();
        }
        return states;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(one -> one.database.close());
            open.clear();
        } finally {
            lock.unlock();
        }
        main.close();
    }

    /** A pool and how many work with it now; guarded by the lock. */
    private static final class Open {
        private final Database database;
        private int users;

        Open(Database database) {
            this.database = database;
        }
    }
}
