package com.gocodealone.dataengineering.bootstrap.hardening;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Where a secret could be seen. */
final class Leaks {
    private static final int AROUND = 120;

    private Leaks() {}

    /** The files below {@code folder} that hold any of {@code forms}, and what stands around it. */
    static List<String> in(Path folder, Collection<String> forms) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                forms.stream()
                        .filter(text::contains)
                        .map(form -> file + ": " + around(text, text.indexOf(form)))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - AROUND), Math.min(text.length(), at + AROUND));
    }

    /** Command line, environment and names of threads of the process at {@code facts}. */
    static List<String> visible(Path facts) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> threads = Files.list(facts.resolve("task"))) {
            texts.add(text(facts.resolve("cmdline")));
            texts.add(text(facts.resolve("environ")));
            for (Path thread : threads.toList()) {
                texts.add(text(thread.resolve("comm")));
            }
        }
        return texts;
    }

    /** A thread may have ended. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
