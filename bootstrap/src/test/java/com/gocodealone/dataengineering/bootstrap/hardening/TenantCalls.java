package com.gocodealone.dataengineering.bootstrap.hardening;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import io.grpc.StatusRuntimeException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The tenant steps of a plugin that may be killed meanwhile. */
record TenantCalls(PluginHost host, Path migrations) {
    private static final String NAME = "app";
    private static final int AT_A_TIME = 3;

    static TenantCalls open(PluginHost host, Map<String, Object> config, Path migrations) {
        host.startModule("data.tenancy", NAME, config);
        return new TenantCalls(host, migrations);
    }

    String provision(String tenant) {
        return call("step.tenant_provision", tenant, Map.of("migrations", migrations.toString()));
    }

    String demote(String tenant) {
        return call("step.tenant_demote", tenant, Map.of("delete_source", true));
    }

    String promote(String tenant) {
        return call(
                "step.tenant_promote",
                tenant,
                Map.of(
                        "target_strategy",
                        "schema_per_tenant",
                        "migrations",
                        migrations.toString(),
                        "delete_source",
                        true));
    }

    String deprovision(String tenant) {
        return call("step.tenant_deprovision", tenant, Map.of("mode", "delete", "confirm", tenant));
    }

    private String call(String type, String tenant, Map<String, Object> keys) {
        Map<String, Object> all = new HashMap<>(keys);
        all.put("tenant_id", tenant);
        return execute(type, all).getFieldsOrThrow("status").getStringValue();
    }

    /** The status of each tenant; none when the plugin was killed meanwhile. */
    Map<String, String> migrateAll() {
        Map<String, String> results = new HashMap<>();
        try {
            Map<String, Object> keys =
                    Map.of(
                            "all",
                            true,
                            "migrations",
                            migrations.toString(),
                            "parallelism",
                            AT_A_TIME);
            for (Value one :
                    execute("step.tenant_migrate", keys)
                            .getFieldsOrThrow("results")
                            .getListValue()
                            .getValuesList()) {
                Struct result = one.getStructValue();
                results.put(
                        result.getFieldsOrThrow("tenant_id").getStringValue(),
                        result.getFieldsOrThrow("status").getStringValue());
            }
        } catch (StatusRuntimeException killed) {
            // as it is meant
        }
        return results;
    }

    private Struct execute(String type, Map<String, Object> keys) {
        Map<String, Object> all = new HashMap<>(keys);
        all.put("tenancy", NAME);
        return host.execute(host.createStep(type, type, all), all);
    }

    /**
     * Calls for each of the tenants a0 and so on; answers what came of it, without those that were
     * cut short.
     */
    Map<String, String> forAll(int many, Deed deed) throws Exception {
        Map<String, Future<String>> calls = new HashMap<>();
        Map<String, String> answers = new HashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (int i = 0; i < many; i++) {
                String tenant = "a" + i;
                calls.put(tenant, threads.submit(() -> deed.orKilled(tenant)));
            }
            for (Map.Entry<String, Future<String>> call : calls.entrySet()) {
                answers.put(call.getKey(), call.getValue().get());
            }
        }
        answers.values().removeIf(String::isEmpty);
        return answers;
    }

    /** A call for one tenant; answers with its status. */
    interface Deed {
        String of(String tenant);

        default String orKilled(String tenant) {
            try {
                return of(tenant);
            } catch (StatusRuntimeException killed) {
                return "";
            }
        }
    }
}
