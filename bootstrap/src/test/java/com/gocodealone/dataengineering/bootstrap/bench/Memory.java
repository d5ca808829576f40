package com.gocodealone.dataengineering.bootstrap.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process takes of the machine's memory. */
final class Memory {
    private static final long KIB_PER_MIB = 1024;

    private Memory() {}

    /** Resident memory, where the system tells it as Linux does. */
    static String resident(ProcessHandle process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (Files.notExists(status)) {
            return "unknown on this system";
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kib -> Long.parseLong(kib) / KIB_PER_MIB + " MB")
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
