package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Go plugin, {@code src/test/engine/spam}, that fires without reading anything. */
final class Ceiling {
    private static final Path FOLDER = Path.of("target/bench/spam").toAbsolutePath();

    private Ceiling() {}

    /** How fast it fires, {@code inFlight} at a time; null where Go is not to be had. */
    static Report.@Nullable Rate measure(int calls, int inFlight)
            throws IOException, InterruptedException {
        Path program = FOLDER.resolve(FOLDER.getFileName());
        if (Files.notExists(program) && !build(program)) {
            return null;
        }
        Arrivals arrivals = new Arrivals(calls, 0);
        try (PluginHost host = PluginHost.start(FOLDER, Map.of(), arrivals::take)) {
            Vitals before = Vitals.of(host.process());
            host.startTrigger(
                    "trigger.spam", "pipeline:spam", Map.of("calls", calls, "in_flight", inFlight));
            arrivals.await();
            double cpu = Vitals.of(host.process()).cpuMicrosSince(before);
            return new Report.Rate(arrivals.perSecond(), cpu / calls);
        }
    }

    private static boolean build(Path program) throws InterruptedException, IOException {
        System.err.println("building the Go plugin to compare with; the first time takes minutes");
        ProcessBuilder go =
                new ProcessBuilder(
                        List.of("go", "build", "-trimpath", "-o", program.toString(), "./spam"));
        go.directory(Path.of("src/test/engine").toFile()).inheritIO();
        go.environment().put("GOFLAGS", "-mod=readonly");
        go.environment().put("GONOSUMDB", "github.com/GoCodeAlone/*,github.com/tochemey/*");
        try {
            return go.start().waitFor() == 0;
        } catch (IOException noGo) {
            return false;
        }
    }
}
