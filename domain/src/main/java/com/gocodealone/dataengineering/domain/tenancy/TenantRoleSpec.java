package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What the roles of tenants are like: each tenant with a schema or database of its own gets one.
 *
 * @param connectionLimit how many connections one may have open; null for any number
 * @param statementTimeout how long one of its statements may run; null for the server's own limit
 * @param idleInTransactionTimeout how long one of its transactions may do nothing; null likewise
 */
public record TenantRoleSpec(
        @Doc("What a role is called before its tenant's id") @Default("tenant_") String prefix,
        @Doc("How many connections a role may have open") @Nullable Integer connectionLimit,
        @Doc("How long a statement of a role may run, unless its session says otherwise")
                @Nullable Duration statementTimeout,
        @Doc(
                        "How long a transaction of a role may do nothing, unless its session says"
                                + " otherwise; PostgreSQL only")
                @Nullable Duration idleInTransactionTimeout) {

    public TenantRoleSpec {
        Problems problems = new Problems();
        if (connectionLimit != null && connectionLimit < 1) {
            problems.add("connection_limit: %d is less than 1".formatted(connectionLimit));
        }
        refuseNothing("statement_timeout", statementTimeout, problems);
        refuseNothing("idle_in_transaction_timeout", idleInTransactionTimeout, problems);
        if (prefix.isBlank()) {
            problems.add("prefix cannot be empty: a role would be called like its tenant only");
        }
        problems.throwIfAny();
    }

    private static void refuseNothing(String key, @Nullable Duration time, Problems problems) {
        if (time != null && !time.isPositive()) {
            problems.add("%s cannot be 0s; leave it out for no limit".formatted(key));
        }
    }
}
