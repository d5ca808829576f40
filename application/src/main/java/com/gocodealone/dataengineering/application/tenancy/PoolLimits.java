package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;

import java.time.Duration;

/** How many connections may be open at once, and how long to wait for what is in use. */
public record PoolLimits(
        @Doc("The most connections to the database of the connection") @Default("10")
                int maxConnections,
        @Doc(
                        "With db_per_tenant: the most connections to all tenants' databases"
                                + " together; those used last stay open")
                @Default("10")
                int maxTenantConnections,
        @Doc("How long to wait for a free connection") @Default("10s") Duration connectionTimeout,
        @Doc("How long to wait for a lock in the database") @Default("10s") Duration lockTimeout) {

    /** Below it the connection pool refuses. */
    private static final Duration SHORTEST = Duration.ofMillis(250);

    /** What serves when nobody says anything. */
    public static final PoolLimits USUAL =
            new PoolLimits(10, 10, Duration.ofSeconds(10), Duration.ofSeconds(10));

    public PoolLimits {
        Problems problems = new Problems();
        if (maxConnections < 1) {
            problems.add("max_connections: %d is less than 1".formatted(maxConnections));
        }
        if (maxTenantConnections < 1) {
            problems.add(
                    "max_tenant_connections: %d is less than 1".formatted(maxTenantConnections));
        }
        if (connectionTimeout.compareTo(SHORTEST) < 0) {
            problems.add("connection_timeout is less than 250ms");
        }
        if (lockTimeout.isZero()) {
            problems.add("lock_timeout cannot be 0s: a lock would be waited for without end");
        }
        problems.throwIfAny();
    }
}
