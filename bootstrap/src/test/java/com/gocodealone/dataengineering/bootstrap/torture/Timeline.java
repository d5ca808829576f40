package com.gocodealone.dataengineering.bootstrap.torture;

import java.util.ArrayList;
import java.util.List;

/** What happened when, for a person who looks for the reason of a failure. Thread-safe. */
final class Timeline {
    private final long start = System.nanoTime();
    private final List<String> lines = new ArrayList<>();

    synchronized void note(String what) {
        String line = "%7.2f s  %s".formatted((System.nanoTime() - start) / 1e9, what);
        lines.add(line);
        System.err.println("torture " + line);
    }

    synchronized String text() {
        return String.join("\n", lines);
    }
}
