package com.gocodealone.dataengineering.bootstrap.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of the README, each under a comment {@code <!-- example: name -->}. */
final class Readme {
    private static final Path FILE = Path.of("../README.md");

    private Readme() {}

    static String example(String name) {
        Pattern block =
                Pattern.compile(
                        "<!-- example: " + Pattern.quote(name) + " -->\\s*```yaml\\n(.*?)```",
                        Pattern.DOTALL);
        Matcher found = block.matcher(text());
        if (!found.find()) {
            throw new IllegalArgumentException("the README has no example " + name);
        }
        return found.group(1);
    }

    private static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
