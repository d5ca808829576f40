package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.application.tenancy.TenantMigration.Status;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Migrates many tenants, some at a time. Those with nothing to do are told apart first, all at
 * once; every tenant has a result, whatever happens to the others. Used once.
 */
final class MigrationRun {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);
    private static final int PROGRESS_EVERY = 100;
    private static final double NANOS = 1e9;

    private final TenantDatabase database;
    private final MigrationOrder order;
    private final int parallelism;
    private final int failureThreshold;

    private final Map<String, TenantMigration> results = new ConcurrentHashMap<>();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /**
     * A run that has not begun.
     *
     * @param failureThreshold after how many failures in a row no further tenant is begun; 0 for
     *     never
     */
    MigrationRun(
            TenantDatabase database, MigrationOrder order, int parallelism, int failureThreshold) {
        this.database = database;
        this.order = order;
        this.parallelism = parallelism;
        this.failureThreshold = failureThreshold;
    }

    /** What there is to do for each tenant, in the order given. */
    List<TenantMigration> preview(Set<String> tenantIds) {
        database.plans(tenantIds, order)
                .forEach((id, plan) -> results.put(id, TenantMigration.of(id, plan)));
        return tenantIds.stream().map(this::resultOf).toList();
    }

    /**
     * Migrates {@code canary} first, and {@code tenantIds} only when all of these went well.
     *
     * @return a result for every tenant, in the order given
     */
    List<TenantMigration> run(Set<String> canary, Set<String> tenantIds)
            throws InterruptedException {
        Set<String> all = new LinkedHashSet<>(canary);
        all.addAll(tenantIds);
        preview(all);
        migrate(pendingOf(canary));
        if (canary.stream().noneMatch(id -> resultOf(id).status() == Status.FAILED)) {
            migrate(pendingOf(all));
        }
        pendingOf(all).forEach(id -> results.put(id, TenantMigration.notStarted(id)));
        return all.stream().map(this::resultOf).toList();
    }

    private TenantMigration resultOf(String tenantId) {
        return Objects.requireNonNull(results.get(tenantId));
    }

    private List<String> pendingOf(Collection<String> tenantIds) {
        return tenantIds.stream().filter(id -> resultOf(id).status() == Status.PENDING).toList();
    }

    private void migrate(List<String> tenantIds) throws InterruptedException {
        Queue<String> queue = new ConcurrentLinkedQueue<>(tenantIds);
        Callable<Object> worker =
                () -> {
                    for (String id = next(queue); id != null; id = next(queue)) {
                        migrate(id, tenantIds.size());
                    }
                    return true;
                };
        int workers = Math.min(parallelism, tenantIds.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(Collections.nCopies(workers, worker));
        }
    }

    private @Nullable String next(Queue<String> queue) {
        boolean stop =
                Thread.currentThread().isInterrupted()
                        || (failureThreshold > 0 && failuresInARow.get() >= failureThreshold);
        return stop ? null : queue.poll();
    }

    private void migrate(String tenantId, int of) {
        long begun = System.nanoTime();
        try {
            var plan = database.migrate(tenantId, order);
            results.put(tenantId, TenantMigration.done(tenantId, plan, since(begun)));
            failuresInARow.set(0);
        } catch (Failure failure) {
            results.put(tenantId, TenantMigration.failed(tenantId, since(begun), failure.fact()));
            failuresInARow.incrementAndGet();
        }
        int count = done.incrementAndGet();
        if (count % PROGRESS_EVERY == 0) {
            LOG.info("step.tenant_migrate: {} of {} tenants done", count, of);
        }
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / NANOS;
    }
}
