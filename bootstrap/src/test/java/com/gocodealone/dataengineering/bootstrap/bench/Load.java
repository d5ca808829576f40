package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;

/** From starting the process to having all its types listed. */
final class Load {
    static final Path PLUGIN = Path.of("target/plugins/workflow-plugin-data-engineering");
    private static final int TIMES = 9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Load() {}

    static Map<String, String> measure() throws IOException {
        long[] millis = LongStream.range(0, TIMES).map(time -> once()).sorted().toArray();
        try (PluginHost host = PluginHost.start(PLUGIN, Map.of(), (workflow, action, data) -> "")) {
            host.types();
            return Map.of(
                    "load to all types listed, median of %d".formatted(TIMES),
                    millis[TIMES / 2] + " ms",
                    "memory before the first source",
                    Memory.resident(host.process()));
        }
    }

    private static long once() {
        long start = System.nanoTime();
        try (PluginHost host = PluginHost.start(PLUGIN, Map.of(), (workflow, action, data) -> "")) {
            host.types();
            return (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
    }
}
