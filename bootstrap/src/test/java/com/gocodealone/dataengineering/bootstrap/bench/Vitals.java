package com.gocodealone.dataengineering.bootstrap.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process takes of the machine, where the system tells it as Linux does. */
record Vitals(long cpuMicros, long residentMib) {
    private static final long MICROS_PER_TICK = 10_000;
    private static final long KIB_PER_MIB = 1024;

    /** In what follows the program's name: the ticks in user and in system mode. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    static Vitals of(ProcessHandle process) throws IOException {
        Path facts = Path.of("/proc", String.valueOf(process.pid()));
        if (Files.notExists(facts)) {
            return new Vitals(0, 0);
        }
        String stat = Files.readString(facts.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
        try (Stream<String> lines = Files.lines(facts.resolve("status"))) {
            long kib =
                    lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum();
            return new Vitals(ticks * MICROS_PER_TICK, kib / KIB_PER_MIB);
        }
    }

    double cpuMicrosSince(Vitals before) {
        return cpuMicros - before.cpuMicros;
    }

    /** How much of one core was taken in {@code time}, in percent. */
    double percentSince(Vitals before, Duration time) {
        return cpuMicrosSince(before) * 100_000 / time.toNanos();
    }
}
