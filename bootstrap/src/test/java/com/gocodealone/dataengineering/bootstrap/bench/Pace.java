package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Single commits, one after another; then none. */
record Pace(Reader reader, Connection sql) {
    private static final int WARM_UP = 10_000;
    private static final int TIMED = 10_000;
    private static final long GAP_NANOS = 1_000_000;
    private static final Duration IDLE = Duration.ofSeconds(20);

    void measure(Report report) throws SQLException, InterruptedException, IOException {
        Arrivals arrivals = new Arrivals(WARM_UP + TIMED, TIMED);
        try (PluginHost host = reader.start(arrivals::take)) {
            reader.awaitStreaming(host);
            double perSecond = commit();
            arrivals.await();
            report.add(
                    Report.format("commit to callback at %,.0f commits a second", perSecond),
                    Report.format(
                            "p50 %.1f ms, p99 %.1f ms",
                            arrivals.latencyMillis(50), arrivals.latencyMillis(99)),
                    "goal: p50 10 ms, p99 40 ms at 1,000");
            idle(report, host);
        }
    }

    private double commit() throws SQLException {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP + TIMED; i++) {
            while (System.nanoTime() - start < i * GAP_NANOS) {
                Thread.onSpinWait();
            }
            Benchmark.run(sql, Benchmark.insert(Benchmark.LATER + i, Benchmark.LATER + i));
        }
        return (WARM_UP + TIMED) * 1e9 / (System.nanoTime() - start);
    }

    /** After a pause in which the Java machine may finish what it still compiles. */
    private static void idle(Report report, PluginHost host)
            throws InterruptedException, IOException {
        TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
        Vitals before = Vitals.of(host.process());
        TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
        Vitals after = Vitals.of(host.process());
        report.add(
                "idle",
                Report.format(
                        "%.1f %% of a core, %d MB",
                        after.percentSince(before, IDLE), after.residentMib()),
                "goal: 10 %, 150 MB");
    }
}
