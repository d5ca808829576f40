package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The steps for one {@code data.tenancy} of a plugin. */
record TenantCalls(PluginHost host, String module, Path migrations) implements AutoCloseable {
    private static final String NAME = "tenants";

    static TenantCalls open(PluginHost host, Map<String, Object> config, Path migrations) {
        return new TenantCalls(host, host.startModule("data.tenancy", NAME, config), migrations);
    }

    /** Makes the tenants of these numbers; answers how many in a second. */
    double provision(int from, int to, int atATime) throws Exception {
        return perSecond(
                "step.tenant_provision",
                IntStream.range(from, to)
                        .mapToObj(i -> keys("tenant_id", "t" + i, "migrations", migrations))
                        .toList(),
                atATime);
    }

    /** Asks each tenant in turn; answers how many in a second. */
    double query(int tenants, int queries, int atATime) throws Exception {
        String query = "SELECT count(*) FROM customers";
        return perSecond(
                "step.tenant_query",
                IntStream.range(0, queries)
                        .mapToObj(i -> keys("tenant_id", "t" + i % tenants, "query", query))
                        .toList(),
                atATime);
    }

    /** Migrates every tenant; answers how many are at the newest version. */
    int migrateAll() {
        Map<String, Object> config = keys("all", true, "migrations", migrations);
        String step = host.createStep("step.tenant_migrate", "all", config);
        return (int) host.execute(step, config).getFieldsOrThrow("count").getNumberValue();
    }

    private Map<String, Object> keys(String one, Object value, String other, Object otherValue) {
        return Map.of("tenancy", NAME, one, value, other, otherValue.toString());
    }

    private double perSecond(String type, List<Map<String, Object>> calls, int atATime)
            throws Exception {
        String step = host.createStep(type, type, calls.getFirst());
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(atATime)) {
            List<Callable<Object>> tasks =
                    calls.stream()
                            .map(call -> (Callable<Object>) () -> host.execute(step, call))
                            .toList();
            for (Future<Object> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
        return calls.size() * 1e9 / (System.nanoTime() - begun);
    }

    @Override
    public void close() {
        host.stop(module);
        host.destroy(module);
    }
}
