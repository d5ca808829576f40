package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.gocodealone.dataengineering.bootstrap.host.Temporary;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Thousands of tenants, made and migrated by the plugin, by psql and by Flyway. */
record Tenants(int port, Connection sql) {
    private static final int MADE = 1_000;
    private static final int CURRENT = 2_000;
    private static final int BY_FLYWAY = 200;
    private static final int AT_A_TIME = 4;
    private static final int DATABASES = 200;
    private static final int QUERIES = 1_000;
    private static final int DATABASES_AT_A_TIME = 16;
    private static final int MOST_CONNECTIONS = 20;
    private static final double NANOS = 1e9;

    void measure(Report report) throws Exception {
        TenantScripts scripts = TenantScripts.write();
        Double psql = scripts.withPsql(port, MADE, AT_A_TIME);
        report.add(
                "%,d schemas with 5 migrations, %d psql sessions".formatted(MADE, AT_A_TIME),
                psql == null ? "not on this machine" : Report.format("%,.0f/s", psql));
        double flyway = scripts.withFlyway(port, BY_FLYWAY);
        report.add("the same, Flyway once a tenant", Report.format("%,.0f/s", flyway));
        String state = Temporary.folder("bench-tenants").toString();
        try (PluginHost host =
                PluginHost.start(
                        Reader.PLUGIN,
                        Map.of("DATA_ENGINEERING_STATE_DIR", state),
                        (workflow, action, data) -> "")) {
            try (TenantCalls calls = open(host, scripts, "schema_per_tenant")) {
                schemas(calls, report, psql, flyway);
            }
            try (TenantCalls calls = open(host, scripts, "db_per_tenant")) {
                databases(calls, report);
            }
        }
    }

    private TenantCalls open(PluginHost host, TenantScripts scripts, String strategy) {
        return TenantCalls.open(
                host,
                Map.of(
                        "strategy",
                        strategy,
                        "schema_prefix",
                        "bench_",
                        "connection",
                        "postgres://postgres:postgres@127.0.0.1:%d/postgres?sslmode=disable"
                                .formatted(port),
                        "registry",
                        "bench." + strategy,
                        "max_connections",
                        AT_A_TIME,
                        "max_tenant_connections",
                        MOST_CONNECTIONS - AT_A_TIME),
                scripts.folder());
    }

    private static void schemas(
            TenantCalls calls, Report report, @Nullable Double psql, double flyway)
            throws Exception {
        Vitals before = Vitals.of(calls.host().process());
        double made = calls.provision(0, MADE, AT_A_TIME);
        double cpu = Vitals.of(calls.host().process()).cpuMicrosSince(before) / MADE;
        String beside = Report.verdict(made / flyway, "Flyway", 8);
        report.add(
                "the same, step.tenant_provision, %d at a time".formatted(AT_A_TIME),
                Report.format("%,.0f/s, %,.0f us of CPU each", made, cpu),
                psql == null ? beside : Report.verdict(made / psql, "psql", 0.5) + "; " + beside);
        calls.provision(MADE, CURRENT, AT_A_TIME);
        long begun = System.nanoTime();
        int current = calls.migrateAll();
        double seconds = (System.nanoTime() - begun) / NANOS;
        report.add(
                "step.tenant_migrate of %,d tenants that are current".formatted(current),
                Report.format("%.2f s", seconds),
                Report.goal("2 s for %,d".formatted(CURRENT), seconds <= 2 && current == CURRENT));
    }

    private void databases(TenantCalls calls, Report report) throws Exception {
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService watcher = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> watching = watcher.submit(() -> watch(most));
            double made = calls.provision(0, DATABASES, DATABASES_AT_A_TIME);
            double asked = calls.query(DATABASES, QUERIES, DATABASES_AT_A_TIME);
            watching.cancel(true);
            report.add(
                    "%d databases, %d calls at a time".formatted(DATABASES, DATABASES_AT_A_TIME),
                    Report.format(
                            "made and migrated %.1f/s, queries to each in turn %,.0f/s, at most %d"
                                    + " connections",
                            made, asked, most.get()),
                    Report.goal(
                            "%d connections".formatted(MOST_CONNECTIONS),
                            most.get() <= MOST_CONNECTIONS));
        }
    }

    /** Counts the connections of the plugin, again and again. */
    private Void watch(AtomicInteger most) throws SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            String count =
                    Commands.query(
                            sql,
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                                    + " 'data-engineering'");
            most.accumulateAndGet(Integer.parseInt(count), Math::max);
        }
        return null;
    }
}
