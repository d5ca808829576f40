package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** Where a person reads: standard output, in colour when it is a terminal. Confined to a thread. */
final class Terminal {
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;

    Terminal(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** Of this process; {@code NO_COLOR} is respected. */
    static Terminal ofThisProcess(Map<String, String> environment) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Terminal(System.out, terminal && !environment.containsKey("NO_COLOR"));
    }

    void line(String text) {
        out.println(text);
    }

    /** A line that begins with how bad it is. */
    void line(Grade grade, String text) {
        String word =
                switch (grade) {
                    case OK -> "ok     ";
                    case WARNING -> "warning";
                    case ERROR -> "error  ";
                };
        String colour =
                switch (grade) {
                    case OK -> "\u001b[32m";
                    case WARNING -> "\u001b[33m";
                    case ERROR -> "\u001b[31m";
                };
        line("  %s %s".formatted(coloured ? colour + word + RESET : word, text));
    }
}
