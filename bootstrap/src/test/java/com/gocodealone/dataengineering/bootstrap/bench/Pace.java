package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A stream with nothing to do, single commits one after another, and nothing again. */
record Pace(Reader reader, Connection sql) {
    private static final int WARM_UP = 10_000;
    private static final int TIMED = 10_000;
    private static final long GAP_NANOS = 1_000_000;
    private static final Duration IDLE = Duration.ofSeconds(20);

    void measure(Report report) throws SQLException, InterruptedException, IOException {
        Arrivals arrivals = new Arrivals(WARM_UP + TIMED, TIMED);
        try (PluginHost host = reader.start(arrivals::take)) {
            reader.awaitStreaming(host);
            idle("idle with one source, from the start", report, host);
            double perSecond = commit();
            arrivals.await();
            double half = arrivals.latencyMillis(50);
            double most = arrivals.latencyMillis(99);
            report.add(
                    Report.format("commit to callback at %,.0f commits a second", perSecond),
                    Report.format("p50 %.1f ms, p99 %.1f ms", half, most),
                    Report.goal("p50 10 ms, p99 40 ms at 1,000", half <= 10 && most <= 40));
            idle("idle after these commits", report, host);
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
    private static void idle(String when, Report report, PluginHost host)
            throws InterruptedException, IOException {
        TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
        Vitals before = Vitals.of(host.process());
        TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
        Vitals after = Vitals.of(host.process());
        double percent = after.percentSince(before, IDLE);
        report.add(
                when,
                Report.format("%.1f %% of a core, %d MB", percent, after.residentMib()),
                Report.goal("10 %, 150 MB", percent <= 10 && after.residentMib() <= 150));
    }
}
