package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.application.command.Onlooker;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** {@code demo}: prints the changes of a database until it is interrupted. Confined to a thread. */
final class DemoCommand {
    private static final String SNAPSHOT = "--snapshot";

    private final Terminal terminal;
    private final CommandLine.Surroundings surroundings;

    DemoCommand(Terminal terminal, CommandLine.Surroundings surroundings) {
        this.terminal = terminal;
        this.surroundings = surroundings;
    }

    /**
     * @return 0 when it was interrupted, 1 when the database cannot be followed
     * @throws com.gocodealone.dataengineering.domain.Failure when none is named
     */
    int run(List<String> arguments) throws InterruptedException {
        Words words = Words.of(arguments, SNAPSHOT);
        Map<String, @Nullable Object> source = source(words);
        List<Finding> findings = surroundings.doctor().examine(source);
        if (findings.stream().anyMatch(finding -> finding.grade() == Grade.ERROR)) {
            findings.forEach(terminal::finding);
            return 1;
        }
        Thread self = Thread.currentThread();
        Thread end = Thread.ofPlatform().unstarted(() -> interrupt(self));
        Runtime.getRuntime().addShutdownHook(end);
        terminal.note("Change a row, and it is shown here. Ctrl-C ends this.");
        surroundings.onlooker().follow(source, new Printer(terminal));
        return 0;
    }

    private static Map<String, @Nullable Object> source(Words words) {
        if (words.others().isEmpty()) {
            throw Words.wrongUse(
                    "demo needs a connection, such as demo postgres://user@host/shop"
                            + " public.orders");
        }
        String connection = words.others().getFirst();
        Database database =
                Database.of(connection)
                        .orElseThrow(
                                () ->
                                        Words.wrongUse(
                                                "demo: the first word has to be a connection, such"
                                                        + " as postgres://user@host/shop"));
        Map<String, @Nullable Object> source =
                database.source(Onlooker.SOURCE, words.others().subList(1, words.others().size()));
        String rows = words.has(SNAPSHOT) ? "initial" : "never";
        source.put("options", Map.of("snapshot_mode", rows));
        return source;
    }

    /** The process ends when what was made in the database is gone. */
    private static void interrupt(Thread self) {
        self.interrupt();
        try {
            self.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Printer(Terminal terminal) implements Onlooker.View {
        @Override
        public void change(Map<String, @Nullable Object> event) {
            terminal.line(Json.line(event));
        }

        @Override
        public void state(String state, @Nullable String error) {
            terminal.note(error == null ? state : "%s: %s".formatted(state, error));
        }
    }
}
