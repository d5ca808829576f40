package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.Deletion;
import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.Provisioning;
import com.gocodealone.dataengineering.application.tenancy.ScriptFolder;
import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;
import com.gocodealone.dataengineering.application.tenancy.TenantQueryCall;
import com.gocodealone.dataengineering.application.tenancy.TenantRows;
import com.gocodealone.dataengineering.domain.config.Settings;
import com.gocodealone.dataengineering.domain.migration.Version;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Calls as most tests make them. */
final class Calls {
    static final Provisioning NEW = new Provisioning(false, false, false, null, null, null);
    static final Provisioning RESTORE = new Provisioning(false, true, false, null, null, null);
    static final Provisioning REUSE = new Provisioning(false, false, true, null, null, null);
    static final Provisioning ADOPT = new Provisioning(true, false, false, null, null, null);
    static final Deletion NOW = new Deletion(Duration.ZERO, null);

    private Calls() {}

    /** A tenancy as a configuration with these keys describes it. */
    static TenantDatabase open(Map<String, ?> settings, PoolLimits limits) {
        TenancySpec spec = Settings.of(settings).as(TenancySpec.class);
        return new JdbiTenancyPort().open(spec, Calls::strategy, limits);
    }

    private static TenancyStrategy strategy(String name) {
        return ServiceLoader.load(TenancyStrategy.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static MigrationOrder order(Path folder) {
        return order(folder, null, Map.of());
    }

    static MigrationOrder order(
            Path folder, @Nullable Version target, Map<String, String> placeholders) {
        return new MigrationOrder(
                ScriptFolder.read(folder),
                target,
                placeholders,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }

    static Provisioning with(MigrationOrder order) {
        return new Provisioning(false, false, false, order, null, null);
    }

    static TenantRows query(
            TenantDatabase tenants, String tenant, String sql, @Nullable Object... parameters) {
        return tenants.query(
                tenant,
                new TenantQueryCall(
                        sql, Arrays.asList(parameters), 100, false, Duration.ofSeconds(20)));
    }

    /** The values of what {@code sql} finds. */
    static List<@Nullable Object> ask(TenantDatabase tenants, String tenant, String sql) {
        List<@Nullable Object> answers = new ArrayList<>();
        query(tenants, tenant, sql).rows().forEach(row -> answers.addAll(row.values()));
        return answers;
    }
}
