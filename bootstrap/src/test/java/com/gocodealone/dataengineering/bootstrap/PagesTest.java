package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.config.Key;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the pages show is what the plugin takes. The real engine runs those that have a name. */
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    private final Plugin plugin =
            Composition.plugin(
                    new Home(Path.of("").toAbsolutePath(), Map.of()), Unreachable.ENGINE);

    private record Example(Path page, int line, String yaml) {
        @Override
        public String toString() {
            return "%s:%d".formatted(ROOT.relativize(page), line);
        }
    }

    @TestFactory
    Stream<DynamicTest> the_plugin_takes_every_example() {
        List<Example> examples = pages().flatMap(PagesTest::examplesOf).toList();
        assertThat(examples).hasSizeGreaterThan(2);
        return examples.stream()
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> take(one)));
    }

    @Test
    void templates_are_written_with_a_dollar_and_one_brace() {
        assertThat(pages()).allSatisfy(page -> assertThat(page).content().doesNotContain("{{"));
    }

    @Test
    void every_link_inside_the_project_leads_somewhere() {
        Pattern link = Pattern.compile("]\\((?!https?:|#)([^)#]+)");
        assertThat(pages())
                .allSatisfy(
                        page ->
                                assertThat(link.matcher(Files.readString(page)).results())
                                        .allSatisfy(
                                                found ->
                                                        assertThat(
                                                                        page.resolveSibling(
                                                                                found.group(1)))
                                                                .exists()));
    }

    private void take(Example example) {
        Object parsed = new Load(LoadSettings.builder().build()).loadFromString(example.yaml());
        List<Map<?, ?>> parts = new ArrayList<>();
        collect(parsed, parts);
        if (parts.isEmpty()) {
            assertThat((Map<?, ?>) parsed).as("keys of a trigger").isNotEmpty();
            assertThat(triggerKeys()).containsAll(textKeys((Map<?, ?>) parsed));
        }
        parts.forEach(this::take);
    }

    private void take(Map<?, ?> part) {
        String type = String.valueOf(part.get("type"));
        Map<String, @Nullable Object> config = configOf(part);
        if (known(TypeInfo.Kind.STEP, type).isPresent()) {
            plugin.createStep(type, "example", Settings.of(config));
        }
        Stream.of(
                        known(TypeInfo.Kind.MODULE, type),
                        known(TypeInfo.Kind.TRIGGER, "trigger." + type))
                .flatMap(Optional::stream)
                .forEach(info -> check(info, config));
    }

    private static void check(TypeInfo type, Map<String, @Nullable Object> config) {
        List<String> keys = type.config().stream().map(Key::name).toList();
        List<String> required =
                type.config().stream().filter(Key::required).map(Key::name).toList();
        assertThat(config.keySet()).as(type.type()).isSubsetOf(keys).containsAll(required);
    }

    private List<String> triggerKeys() {
        return plugin.types(TypeInfo.Kind.TRIGGER).stream()
                .flatMap(type -> type.config().stream())
                .map(Key::name)
                .toList();
    }

    private static List<String> textKeys(Map<?, ?> map) {
        return map.keySet().stream().map(String::valueOf).toList();
    }

    private Optional<TypeInfo> known(TypeInfo.Kind kind, String type) {
        return plugin.types(kind).stream().filter(info -> info.type().equals(type)).findFirst();
    }

    private static Map<String, @Nullable Object> configOf(Map<?, ?> part) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        if (part.get("config") instanceof Map<?, ?> written) {
            written.forEach((key, value) -> config.put(String.valueOf(key), value));
        }
        return config;
    }

    /** Everything that has a type, wherever it stands. */
    private static void collect(@Nullable Object parsed, List<Map<?, ?>> parts) {
        switch (parsed) {
            case Map<?, ?> map -> {
                if (map.get("type") instanceof String) {
                    parts.add(map);
                }
                map.values().forEach(value -> collect(value, parts));
            }
            case Collection<?> items -> items.forEach(item -> collect(item, parts));
            case null, default -> {}
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

    private static Stream<Path> pages() {
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

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
