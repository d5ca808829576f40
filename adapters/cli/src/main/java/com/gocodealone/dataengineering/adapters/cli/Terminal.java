package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.domain.cdc.Finding;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a person reads: answers go to standard output, in colour when it is a terminal, everything
 * else to standard error. Thread-safe.
 */
final class Terminal {
    private static final String RESET = "\u001b[0m";

    /** A person who has waited so long wants to know that something happens. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private final PrintStream out;
    private final PrintStream err;
    private final boolean coloured;

    Terminal(PrintStream out, PrintStream err, boolean coloured) {
        this.out = out;
        this.err = err;
        this.coloured = coloured;
    }

    /** Of this process; {@code NO_COLOR} is respected. */
    static Terminal ofThisProcess(Map<String, String> environment) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Terminal(
                System.out,
                System.err,
                terminal && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    void line(String text) {
        out.println(text);
    }

    /** A line beside the answer. */
    void note(String text) {
        err.println(text);
    }

    /** A line that begins with how bad it is, and one with what to do about it. */
    void finding(Finding finding) {
        String word =
                switch (finding.grade()) {
                    case OK -> "ok     ";
                    case WARNING -> "warning";
                    case ERROR -> "error  ";
                };
        String colour =
                switch (finding.grade()) {
                    case OK -> "\u001b[32m";
                    case WARNING -> "\u001b[33m";
                    case ERROR -> "\u001b[31m";
                };
        String shown = coloured ? colour + word + RESET : word;
        line("  %s %s: %s".formatted(shown, finding.subject(), finding.fact()));
        String repair = finding.repair();
        if (repair != null) {
            line("            " + repair);
        }
    }

    /** How far a long work is, said from time to time. Confined to a thread. */
    Progress progress(String what) {
        return new Progress(what);
    }

    /** Counts. */
    final class Progress {
        private final String what;
        private long count;
        private long said = System.nanoTime();

        Progress(String what) {
            this.what = what;
        }

        void one() {
            count++;
            long now = System.nanoTime();
            if (now - said > PATIENCE_NANOS) {
                said = now;
                note("%d %s ...".formatted(count, what));
            }
        }

        long count() {
            return count;
        }
    }
}
