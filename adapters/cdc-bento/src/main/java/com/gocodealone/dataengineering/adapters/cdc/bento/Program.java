package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A program of the Bento family. Immutable. */
record Program(Path file) {
    static final String OWN = "bento-cdc";

    /** Tells our own to watch its standard input. */
    private static final String FOLLOW_PARENT = "BENTO_CDC_FOLLOW_PARENT";

    private static final List<String> ON_PATH = List.of(OWN, "bento", "redpanda-connect");

    /** Lets any other watch it: $0 is the program. */
    private static final String WATCHED =
"""
            exec 3<&0
            "$0" "$@" </dev/null 3<&- &
            child=$!
            { cat <&3; kill $child; } >/dev/null 2>&1 &
            watch=$!
            exec 3<&-
            wait $child
            code=$?
            kill $watch 2>/dev/null
            exit $code
""";

    /**
     * The first program that has {@code input}: the chosen one, or else the plugin's own, or else
     * one on the PATH.
     *
     * @throws Failure INVALID when there is none
     */
    static Program with(String input, @Nullable String chosen) throws InterruptedException {
        List<Path> candidates = chosen == null ? usual() : List.of(chosen(chosen));
        for (Path candidate : candidates) {
            Program program = new Program(candidate);
            if (program.inputs().contains(input)) {
                return program;
            }
        }
        throw new Failure(Failure.Kind.INVALID, missing(input, candidates));
    }

    /** The plugin's own; null when it was not built. */
    static @Nullable Program own() {
        return usual().stream()
                .filter(path -> path.endsWith(OWN))
                .findFirst()
                .map(Program::new)
                .orElse(null);
    }

    private static String missing(String input, List<Path> candidates) {
        String found =
                candidates.isEmpty()
                        ? "there is neither the plugin's own %s, which is built where Go is, nor one of %s on the PATH"
                                .formatted(OWN, String.join(", ", ON_PATH))
                        : "%s does not have it"
                                .formatted(
                                        String.join(
                                                ", ",
                                                candidates.stream().map(Path::toString).toList()));
        return "executable: no program has Bento's input %s: %s".formatted(input, found);
    }

    private static Path chosen(String executable) {
        Path path = Path.of(executable);
        return path.getNameCount() == 1 && !path.isAbsolute()
                ? onPath(executable).findFirst().orElseThrow(() -> noProgram(executable))
                : Stream.of(path)
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(() -> noProgram(executable));
    }

    private static Failure noProgram(String executable) {
        return new Failure(
                Failure.Kind.INVALID,
                "executable \"%s\" is not a program on this machine".formatted(executable));
    }

    private static List<Path> usual() {
        List<Path> all = new ArrayList<>();
        Path own = home().resolve(OWN);
        if (Files.isExecutable(own)) {
            all.add(own);
        }
        ON_PATH.forEach(name -> all.addAll(onPath(name).toList()));
        return all;
    }

    /** Where this class comes from: the folder of the provider's jars. */
    private static Path home() {
        try {
            var source = Program.class.getProtectionDomain().getCodeSource().getLocation();
            return Objects.requireNonNull(Path.of(source.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Path> onPath(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }

    /** The inputs that it says it has. */
    private List<String> inputs() throws InterruptedException {
        Answer answer = ask(new ProcessBuilder(file.toString(), "list", "inputs"));
        return answer.output().lines().map(line -> line.replaceFirst("^\\s*-\\s*", "")).toList();
    }

    /** What a program printed, and whether it ended well. */
    record Answer(int code, String output, String errors) {}

    /** Runs {@code command} and waits for its end. */
    static Answer ask(ProcessBuilder command) throws InterruptedException {
        try {
            Process process = command.start();
            process.getOutputStream().close();
            CompletableFuture<String> errors =
                    CompletableFuture.supplyAsync(
                            () -> text(process.getErrorStream()), Thread::startVirtualThread);
            String output = text(process.getInputStream());
            return new Answer(process.waitFor(), output, errors.join());
        } catch (IOException e) {
            return new Answer(-1, "", String.valueOf(e.getMessage()));
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            return "";
        }
    }

    /** A command that ends when its standard input does. */
    ProcessBuilder command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        boolean own = file.endsWith(OWN);
        if (!own) {
            command.addAll(List.of("/bin/sh", "-c", WATCHED));
        }
        command.add(file.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        if (own) {
            builder.environment().put(FOLLOW_PARENT, "true");
        }
        return builder;
    }

    @Override
    public String toString() {
        return String.valueOf(file.getFileName());
    }
}
