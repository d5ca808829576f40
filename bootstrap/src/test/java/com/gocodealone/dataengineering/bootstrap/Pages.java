package com.gocodealone.dataengineering.bootstrap;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the project, and the YAML in them. */
final class Pages {
    private static final Path ROOT = Path.of("..");
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    private Pages() {}

    /** A block of YAML. */
    record Example(Path page, int line, String yaml) {
        /** The block as it stands, when it is keys of a trigger; else nothing. */
        Map<String, @Nullable Object> triggerKeys() {
            return parts().isEmpty() ? textKeys(parsed()) : new LinkedHashMap<>();
        }

        /** Every module, trigger and step in it, wherever it stands. */
        List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            collect(parsed(), parts);
            return parts;
        }

        private @Nullable Object parsed() {
            return new Load(LoadSettings.builder().build()).loadFromString(yaml);
        }

        @Override
        public String toString() {
            return "%s:%d".formatted(ROOT.relativize(page), line);
        }
    }

    /** Something with a type. */
    record Part(String type, Map<String, @Nullable Object> config) {}

    static Stream<Path> all() {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Example> examples() {
        return all().flatMap(Pages::examplesOf);
    }

    /** The pipelines to copy, each a file. */
    static Stream<Example> pipelines() {
        try (Stream<Path> files = Files.list(ROOT.resolve("application/examples"))) {
            return files.sorted().toList().stream().map(file -> new Example(file, 1, read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Example> examplesOf(Path page) {
        String text = read(page);
        Matcher found = YAML.matcher(text);
        return found.results()
                .map(
                        one ->
                                new Example(
                                        page,
                                        (int) text.substring(0, one.start()).lines().count() + 1,
                                        one.group(1)));
    }

    private static void collect(@Nullable Object parsed, List<Part> parts) {
        switch (parsed) {
            case Map<?, ?> map -> {
                if (map.get("type") instanceof String type) {
                    parts.add(new Part(type, textKeys(map.get("config"))));
                }
                map.values().forEach(value -> collect(value, parts));
            }
            case Collection<?> items -> items.forEach(item -> collect(item, parts));
            case null, default -> {}
        }
    }

    private static Map<String, @Nullable Object> textKeys(@Nullable Object written) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> map) {
            map.forEach((key, value) -> config.put(String.valueOf(key), value));
        }
        return config;
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
