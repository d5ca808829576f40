package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The plugin is killed in the middle of a backlog, and started again. Thread-safe. */
final class KillNine {
    private static final double NANOS_PER_MILLI = 1e6;

    private final int rows;
    private final long[] arrivedAt;
    private final CountDownLatch half = new CountDownLatch(1);
    private final CountDownLatch all = new CountDownLatch(1);
    private int distinct;
    private int repeats;
    private long killedAt;
    private long oldest;

    KillNine(int rows) {
        this.rows = rows;
        this.arrivedAt = new long[rows + 1];
    }

    void measure(Reader reader, Report report) throws InterruptedException, IOException {
        PluginHost killed = reader.start(this::take);
        if (!half.await(Reader.PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("half of the backlog never came");
        }
        synchronized (this) {
            killed.process().destroyForcibly();
            killedAt = System.nanoTime();
        }
        killed.close();
        try (PluginHost _ = reader.start(this::take)) {
            boolean _ = all.await(Reader.PATIENCE_MINUTES, TimeUnit.MINUTES);
        }
        report(report);
    }

    private synchronized void report(Report report) {
        long lost = Arrays.stream(arrivedAt).skip(1).filter(at -> at == 0).count();
        double millis = oldest / NANOS_PER_MILLI;
        report.add(
                "kill -9 in the middle of the backlog",
                Report.format(
                        "%d lost, %d repeated, the oldest from %.0f ms before",
                        lost, repeats, millis),
                Report.goal("0 lost, repeats of 1,000 ms", lost == 0 && millis <= 1_000));
    }

    private synchronized String take(String workflow, String action, Struct data) {
        List<Value> batch = Arrivals.events(data);
        batch.forEach(event -> take(event.getStructValue()));
        return "";
    }

    private void take(Struct event) {
        int id =
                (int)
                        event.getFieldsOrThrow("after")
                                .getStructValue()
                                .getFieldsOrThrow("id")
                                .getNumberValue();
        if (arrivedAt[id] == 0) {
            arrivedAt[id] = System.nanoTime();
            distinct++;
        } else {
            repeats++;
            oldest = Math.max(oldest, killedAt - arrivedAt[id]);
        }
        if (distinct == rows / 2) {
            half.countDown();
        }
        if (distinct == rows) {
            all.countDown();
        }
    }
}
