package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.bootstrap.Pages.Example;
import com.gocodealone.dataengineering.bootstrap.Pages.Part;
import com.gocodealone.dataengineering.domain.config.Key;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the pages show is what the plugin takes. {@link ExamplesIT} and the real engine run it. */
class PagesTest {
    private final Plugin plugin = Unreachable.plugin();

    @TestFactory
    Stream<DynamicTest> the_plugin_takes_every_example() {
        List<Example> examples = Stream.concat(Pages.examples(), Pages.pipelines()).toList();
        assertThat(examples).hasSizeGreaterThan(2);
        return examples.stream()
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> take(one)));
    }

    @Test
    void templates_are_written_with_a_dollar_and_one_brace() {
        assertThat(Pages.all()).allSatisfy(page -> assertThat(page).content().doesNotContain("{{"));
        assertThat(Pages.pipelines())
                .allSatisfy(one -> assertThat(one.yaml()).doesNotContain("{{"));
    }

    @Test
    void every_pipeline_to_copy_is_linked_from_the_first_page() {
        assertThat(Pages.pipelines())
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        one ->
                                assertThat(Path.of("../README.md"))
                                        .content()
                                        .contains("](" + Path.of("..").relativize(one.page())));
    }

    @Test
    void every_link_inside_the_project_leads_somewhere() {
        Pattern link = Pattern.compile("]\\((?!https?:|#)([^)#]+)");
        assertThat(Pages.all())
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
        assertThat(triggerKeys()).containsAll(example.triggerKeys().keySet());
        example.parts().forEach(this::take);
    }

    private void take(Part part) {
        if (known(TypeInfo.Kind.STEP, part.type()).isPresent()) {
            plugin.createStep(part.type(), "example", Settings.of(part.config()));
        }
        Stream.of(
                        known(TypeInfo.Kind.MODULE, part.type()),
                        known(TypeInfo.Kind.TRIGGER, "trigger." + part.type()))
                .flatMap(Optional::stream)
                .forEach(info -> check(info, part.config()));
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

    private Optional<TypeInfo> known(TypeInfo.Kind kind, String type) {
        return plugin.types(kind).stream().filter(info -> info.type().equals(type)).findFirst();
    }
}
