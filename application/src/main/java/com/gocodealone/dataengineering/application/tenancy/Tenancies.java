package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The databases with tenants: those of {@code data.tenancy} modules by the module's name, and those
 * that steps configure themselves, which stay open for the next step. Thread-safe.
 */
public final class Tenancies {
    /** So many configurations in steps are a mistake, such as a tenant's name in the connection. */
    private static final int MOST_IN_STEPS = 16;

    private final Map<String, TenantDatabase> modules = new HashMap<>();
    private final Map<String, Usual> usual = new HashMap<>();
    private final Map<TenancySpec, TenantDatabase> inSteps = new HashMap<>();
    private final Strategies strategies;
    private final Supplier<TenancyPort> port;
    private final Secrets secrets;

    public Tenancies(Strategies strategies, Supplier<TenancyPort> port, Secrets secrets) {
        this.strategies = strategies;
        this.port = port;
        this.secrets = secrets;
    }

    /** From here on {@code secret} is never printed. */
    void learn(String secret) {
        secrets.learn(secret);
    }

    /** Checks {@code spec} and opens it, without reaching the database yet. */
    TenantDatabase open(TenancySpec spec, PoolLimits limits) {
        secrets.learnFrom(spec.chosenConnection());
        String template = spec.connectionTemplate();
        if (template != null) {
            secrets.learnFrom(template);
        }
        return port.get().open(spec, strategies, limits);
    }

    /**
     * Lets steps find {@code database}.
     *
     * @throws Failure CONFLICT when another module has the name
     */
    synchronized void add(String name, TenantDatabase database, Usual usual) {
        TenantDatabase other = modules.putIfAbsent(name, database);
        if (other != null && !other.equals(database)) {
            throw new Failure(
                    Failure.Kind.CONFLICT, "another data.tenancy is called \"%s\"".formatted(name));
        }
        this.usual.put(name, usual);
    }

    synchronized void remove(String name, TenantDatabase database) {
        if (modules.remove(name, database)) {
            usual.remove(name);
        }
    }

    /**
     * What a step need not say.
     *
     * @param name of a module; null when the step configures the tenancy itself
     */
    synchronized Usual usual(@Nullable String name) {
        return name == null ? Usual.NOTHING : usual.getOrDefault(name, Usual.NOTHING);
    }

    /**
     * The database that a step means.
     *
     * @param name of a module; null when the step configures the tenancy itself
     */
    synchronized TenantDatabase of(@Nullable String name, TenancySpec spec) {
        return name == null ? configured(spec) : named(name, spec);
    }

    private TenantDatabase named(String name, TenancySpec spec) {
        if (spec.strategy() != null || spec.connection() != null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "tenancy names a module, which has its own strategy and connection: give either"
                            + " tenancy or these");
        }
        TenantDatabase database = modules.get(name);
        if (database == null) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    "tenancy: no data.tenancy \"%s\" is started (%s)".formatted(name, hint(name)));
        }
        return database;
    }

    private String hint(String name) {
        return Nearest.to(name, modules.keySet())
                .map("did you mean %s?"::formatted)
                .orElse(
                        modules.isEmpty()
                                ? "none is"
                                : modules.keySet().stream()
                                        .sorted()
                                        .collect(Collectors.joining(", ", "known: ", "")));
    }

    private TenantDatabase configured(TenancySpec spec) {
        TenantDatabase open = inSteps.get(spec);
        if (open != null) {
            return open;
        }
        if (spec.strategy() == null && spec.connection() == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "tenancy is required: the name of a data.tenancy; or give strategy and"
                            + " connection");
        }
        if (inSteps.size() >= MOST_IN_STEPS) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "%d different tenancies are configured in steps, which is the most there can be: let steps name a data.tenancy"
                            .formatted(MOST_IN_STEPS));
        }
        TenantDatabase database = open(spec, PoolLimits.USUAL);
        inSteps.put(spec, database);
        return database;
    }
}
