package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import java.io.IOException;
import java.util.Map;
import java.util.stream.LongStream;

/** From starting the process to having all its types listed. */
final class Load {
    private static final int TIMES = 9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Load() {}

    static void measure(Report report) throws IOException {
        long[] millis = LongStream.range(0, TIMES).map(time -> once()).sorted().toArray();
        report.add(
                "load to all types listed, median of %d".formatted(TIMES),
                millis[TIMES / 2] + " ms");
        try (PluginHost host =
                PluginHost.start(Reader.PLUGIN, Map.of(), (workflow, action, data) -> "")) {
            host.types();
            report.add(
                    "memory before the first source",
                    Vitals.of(host.process()).residentMib() + " MB");
        }
    }

    private static long once() {
        long start = System.nanoTime();
        try (PluginHost host =
                PluginHost.start(Reader.PLUGIN, Map.of(), (workflow, action, data) -> "")) {
            host.types();
            return (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
    }
}
