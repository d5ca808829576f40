package com.gocodealone.dataengineering.bootstrap.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The examples of the README and the pages it links, each under a comment {@code <!-- example: name
 * -->}.
 */
final class Readme {
    private static final List<Path> PAGES =
            List.of(
                    Path.of("../README.md"),
                    Path.of("../application/REFERENCE.md"),
                    Path.of("../application/DELIVERY.md"),
                    Path.of("../application/SECURITY.md"),
                    Path.of("../adapters/cdc-bento/README.md"),
                    Path.of("../adapters/cdc-debezium/README.md"),
                    Path.of("../adapters/cdc-tck/README.md"),
                    Path.of("../adapters/tenancy/README.md"));

    private Readme() {}

    static String example(String name) {
        return block("example: " + name, "yaml");
    }

    /** The statements under a comment {@code <!-- sql: name -->}. */
    static String sql(String name) {
        return block("sql: " + name, "sql");
    }

    private static String block(String comment, String language) {
        Pattern block =
                Pattern.compile(
                        "<!-- %s -->\\s*```%s\\n(.*?)```"
                                .formatted(Pattern.quote(comment), language),
                        Pattern.DOTALL);
        Matcher found = block.matcher(text());
        if (!found.find()) {
            throw new IllegalArgumentException("no page has the " + comment);
        }
        return found.group(1);
    }

    private static String text() {
        return PAGES.stream().map(Readme::read).collect(Collectors.joining("\n"));
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
