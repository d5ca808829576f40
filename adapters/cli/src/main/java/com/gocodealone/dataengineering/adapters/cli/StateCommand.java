package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.command.KeptState;
import com.gocodealone.dataengineering.application.command.KeptState.KeptSource;
import com.gocodealone.dataengineering.application.plugin.StateFolder.Entry;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;
import com.gocodealone.dataengineering.domain.config.ByteSize;
import com.gocodealone.dataengineering.domain.config.Fields;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code state}: what the plugin keeps across restarts. Confined to a thread. */
final class StateCommand {
    private static final String JSON = "--json";
    private static final List<String> VERBS = List.of("list", "export", "check", "repair", "move");
    private static final String ROW = "%-20s  %-24s  %-24s  %12s  %10s";

    private final Terminal terminal;
    private final KeptState state;

    StateCommand(Terminal terminal, KeptState state) {
        this.terminal = terminal;
        this.state = state;
    }

    /**
     * @return 0, or 1 when something is damaged
     * @throws Failure when it cannot be done
     */
    int run(List<String> arguments) {
        Words words = Words.of(arguments, JSON);
        if (words.others().isEmpty()) {
            throw Words.wrongUse("state needs one of %s".formatted(String.join(", ", VERBS)));
        }
        String verb = words.others().getFirst();
        List<String> rest = words.others().subList(1, words.others().size());
        if (!VERBS.contains(verb)) {
            throw Words.unknown(
                    "command", "state " + verb, VERBS.stream().map("state "::concat).toList());
        }
        if (!state.exists()) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    "nothing is kept in %s; set DATA_ENGINEERING_STATE_DIR to where the engine's plugin keeps it"
                            .formatted(state.folder()));
        }
        Terminal.Progress progress = terminal.progress("entries read");
        return switch (verb) {
            case "list" -> list(words.has(JSON));
            case "export" -> export(rest, progress);
            case "check" -> print(state.check(_ -> progress.one()));
            case "repair" -> print(state.repair(_ -> progress.one()));
            default -> move(rest);
        };
    }

    private int list(boolean json) {
        Collection<KeptSource> sources = state.sources();
        if (json) {
            terminal.line(Json.line(sources.stream().map(Fields::of).toList()));
            return 0;
        }
        terminal.line(state.folder().toString());
        terminal.line(ROW.formatted("source", "position", "last change", "dead letters", "size"));
        sources.forEach(one -> terminal.line(row(one)));
        return 0;
    }

    private static String row(KeptSource source) {
        return ROW.formatted(
                source.sourceId(),
                orUnknown(source.position()),
                orUnknown(source.changedAt()),
                source.deadLetters(),
                ByteSize.of(source.bytes()));
    }

    private static String orUnknown(@Nullable Object value) {
        return value == null ? "unknown" : value.toString();
    }

    private int export(List<String> rest, Terminal.Progress progress) {
        if (rest.isEmpty()) {
            state.export(
                    entry -> {
                        terminal.line(line(entry));
                        progress.one();
                    });
            return 0;
        }
        Path file = Path.of(only(rest, "state export takes one file")).toAbsolutePath();
        write(
                file,
                out ->
                        state.export(
                                entry -> {
                                    out.println(line(entry));
                                    progress.one();
                                }));
        terminal.line("%d entries are in %s".formatted(progress.count(), file));
        return 0;
    }

    /** Only its owner may read it, and it is there when it is complete. */
    private static void write(Path file, Consumer<PrintWriter> writing) {
        try {
            Path folder = file.getParent() == null ? file : file.getParent();
            Path part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
            try (PrintWriter out = new PrintWriter(part.toFile(), StandardCharsets.UTF_8)) {
                writing.accept(out);
                if (out.checkError()) {
                    throw new IOException("the disk is full");
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "%s cannot be written: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    private static String line(Entry entry) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        switch (entry) {
            case Entry.Fact fact -> {
                line.put("kind", "fact");
                line.putAll(Fields.of(fact));
            }
            case Entry.PutAside(String owner, var letter) -> {
                line.put("kind", "dead_letter");
                line.put("owner", owner);
                line.putAll(Fields.of(letter));
            }
            case Entry.Structure(String owner, var structure) -> {
                line.put("kind", "structure");
                line.put("owner", owner);
                line.putAll(Fields.of(structure));
            }
        }
        return Json.line(line);
    }

    private int print(List<Finding> findings) {
        terminal.line(state.folder().toString());
        findings.forEach(terminal::finding);
        return findings.stream().anyMatch(finding -> finding.grade() == Grade.ERROR) ? 1 : 0;
    }

    private int move(List<String> rest) {
        Path target = Path.of(only(rest, "state move takes one folder")).toAbsolutePath();
        state.moveTo(target);
        terminal.line("moved to " + target);
        terminal.line("The engine finds it there with DATA_ENGINEERING_STATE_DIR=" + target);
        return 0;
    }

    private static String only(List<String> rest, String otherwise) {
        if (rest.size() != 1) {
            throw Words.wrongUse(otherwise);
        }
        return rest.getFirst();
    }
}
