package com.gocodealone.dataengineering.bootstrap.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Java process holds, once its garbage is gone.
 *
 * @param threads those of the system and virtual ones
 * @param descriptors open files and sockets
 * @param children processes that it started
 * @param heapBytes what lives on the heap
 * @param residentBytes what the system has given it
 */
public record Footprint(
        int threads, int descriptors, int children, long heapBytes, long residentBytes) {
    private static final long KIB = 1024;
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** Whether this machine tells what is asked for: as Linux does, and with a JDK's jcmd. */
    public static boolean isKnown() {
        return Files.isDirectory(Path.of("/proc/self/fd")) && Files.isExecutable(jcmd());
    }

    public static Footprint of(ProcessHandle process) {
        try {
            ask(process, "GC.run");
            Path facts = Path.of("/proc", String.valueOf(process.pid()));
            return new Footprint(
                    threads(process),
                    count(facts.resolve("fd")),
                    Math.toIntExact(process.descendants().count()),
                    sum(USED, ask(process, "GC.heap_info")) * KIB,
                    sum(RESIDENT, Files.readString(facts.resolve("status"))) * KIB);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int threads(ProcessHandle process) throws IOException {
        Path dump = Temporary.folder("threads").resolve("dump.txt");
        try {
            ask(process, "Thread.dump_to_file", dump.toString());
            try (Stream<String> lines = Files.lines(dump)) {
                return Math.toIntExact(lines.filter(line -> line.startsWith("#")).count());
            }
        } finally {
            Files.delete(dump);
        }
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return Math.toIntExact(entries.count());
        }
    }

    private static long sum(Pattern number, String text) {
        Matcher found = number.matcher(text);
        long sum = 0;
        while (found.find()) {
            sum += Long.parseLong(found.group(1));
        }
        return sum;
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }

    private static String ask(ProcessHandle process, String... question) throws IOException {
        List<String> command =
                Stream.concat(
                                Stream.of(jcmd().toString(), String.valueOf(process.pid())),
                                Stream.of(question))
                        .toList();
        Process asking = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asking.onExit().join().exitValue() != 0) {
            throw new IOException(answer);
        }
        return answer;
    }
}
