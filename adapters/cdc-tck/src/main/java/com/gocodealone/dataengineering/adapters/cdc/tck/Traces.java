package com.gocodealone.dataengineering.adapters.cdc.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of this process would outlive a stream that leaks.
 *
 * @param threads but those of the JDK itself
 * @param connections to the source
 */
record Traces(Set<Thread> threads, Set<ProcessHandle> processes, int connections) {
    static Traces now(SourceFixture fixture) throws Exception {
        return new Traces(
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !isOfTheJdk(thread))
                        .collect(Collectors.toSet()),
                ProcessHandle.current().children().collect(Collectors.toSet()),
                fixture.connections());
    }

    /** Those that carry virtual threads, and cleaners, come and go as they like. */
    private static boolean isOfTheJdk(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return thread.getClass().getName().startsWith("jdk.internal.")
                || thread.getName().startsWith("ForkJoinPool")
                || group == null
                || group.getName().equals("InnocuousThreadGroup")
                || group.getName().equals("system");
    }

    /** What there is now that was not there {@code before}, in words. */
    List<String> since(Traces before) {
        List<String> left = new ArrayList<>();
        threads.stream()
                .filter(thread -> !before.threads.contains(thread) && thread.isAlive())
                .forEach(thread -> left.add("thread " + thread.getName()));
        processes.stream()
                .filter(process -> !before.processes.contains(process) && process.isAlive())
                .forEach(process -> left.add("process " + process.pid()));
        if (connections > before.connections) {
            left.add("connections %d".formatted(connections - before.connections));
        }
        return left;
    }
}
