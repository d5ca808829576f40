package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** A step for one tenant, whose id may be in the pipeline's data only. */
interface TenantStep<I extends Record, O extends Record> extends Step<I, O> {
    Tenancies tenancies();

    /**
     * Sets {@code tenant_id} to what is at {@code tenant_key}, if there is no {@code tenant_id}.
     *
     * @throws Failure INVALID when the pipeline has nothing there
     */
    @Override
    default Settings complete(Settings config, Function<String, @Nullable Object> pipeline) {
        if (config.values().get("tenant_id") != null || config.values().get("tenantId") != null) {
            return config;
        }
        String key = keyIn(config);
        if (key == null) {
            return config;
        }
        Object found = pipeline.apply(key);
        if (found == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "tenant_key: the pipeline has nothing at \"%s\"".formatted(key));
        }
        return config.with("tenant_id", found);
    }

    private @Nullable String keyIn(Settings config) {
        return config.values().get("tenant_key") instanceof String own && !own.isBlank()
                ? own
                : tenancies().usual(String.valueOf(config.values().get("tenancy"))).tenantKey();
    }
}
