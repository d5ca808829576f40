package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

final class PluginJsonTest {
    private static final String TEXT =
            PluginJson.of(
                    TestTypes.plugin(
                            List.of(
                                    TestTypes.module(() -> {}, () -> {}),
                                    TestTypes.trigger(new SilentEngine())),
                            List.of(TestTypes.echoStep())));

    private static Object at(String... path) {
        Object found = JsonText.read(TEXT);
        for (String name : path) {
            found = ((Map<?, ?>) asPresent(found)).get(name);
        }
        return asPresent(found);
    }

    private static Object asPresent(@Nullable Object found) {
        assertThat(found).isNotNull();
        return found;
    }

    @Test
    void it_says_who_the_plugin_is() {
        assertThat(at("name")).isEqualTo("workflow-plugin-data-engineering");
        assertThat(at("version")).isEqualTo("1.2.3");
        assertThat(at("author")).isEqualTo("GoCodeAlone");
        assertThat(at("description")).isEqualTo("A test.");
        assertThat(at("type")).isEqualTo("external");
        assertThat(at("tier")).isEqualTo("core");
        assertThat(at("license")).isEqualTo("MIT");
        assertThat(at("minEngineVersion")).isEqualTo("0.51.7");
        assertThat(at("repository"))
                .isEqualTo("https://github.com/GoCodeAlone/workflow-plugin-data-engineering");
        assertThat(at("keywords")).asInstanceOf(InstanceOfAssertFactories.LIST).contains("cdc");
    }

    @Test
    void its_capabilities_are_an_object_with_every_type() {
        assertThat(at("capabilities"))
                .isEqualTo(
                        Map.of(
                                "moduleTypes", List.of("test.module"),
                                "stepTypes", List.of("step.echo"),
                                "triggerTypes", List.of("trigger.test")));
    }

    @Test
    void every_type_has_a_strict_contract() {
        assertThat(at("contracts"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3)
                .allSatisfy(
                        contract ->
                                assertThat(contract)
                                        .asInstanceOf(InstanceOfAssertFactories.MAP)
                                        .containsEntry("mode", "strict")
                                        .containsKeys("kind", "type", "config"))
                .anySatisfy(
                        contract ->
                                assertThat(contract)
                                        .isEqualTo(
                                                Map.of(
                                                        "kind",
                                                        "step",
                                                        "type",
                                                        "step.echo",
                                                        "mode",
                                                        "strict",
                                                        "config",
                                                        Payload.PACKAGE + ".EchoConfig",
                                                        "input",
                                                        Payload.PACKAGE + ".EchoInput",
                                                        "output",
                                                        Payload.PACKAGE + ".EchoOutput")));
    }

    @Test
    void a_step_schema_describes_every_key_and_every_output() {
        Map<?, ?> schema = (Map<?, ?>) asPresent(((List<?>) at("stepSchemas")).getFirst());
        assertThat(schema.get("type")).isEqualTo("step.echo");
        assertThat(schema.get("plugin")).isEqualTo("workflow-plugin-data-engineering");
        assertThat(schema.get("description")).isEqualTo("Does what a test wants.");
        assertThat(schema.get("configFields"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(10)
                .contains(
                        Map.of(
                                "key", "number",
                                "label", "Number",
                                "type", "number",
                                "description", "A number",
                                "defaultValue", 7),
                        Map.of(
                                "key", "color",
                                "label", "Color",
                                "type", "select",
                                "description", "A choice",
                                "defaultValue", "red",
                                "options", List.of("red", "dark_blue")),
                        Map.of(
                                "key", "items_from",
                                "label", "Items From",
                                "type", "string",
                                "description",
                                        "Where items is in the pipeline's data, such as"
                                                + " steps.read.rows"));
        assertThat(schema.get("outputs"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(9)
                .contains(
                        Map.of(
                                "key", "pause_seconds",
                                "type", "number",
                                "description", "The pause in seconds"));
    }

    @Test
    void there_is_a_download_for_every_platform() {
        assertThat(at("downloads"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(4)
                .contains(
                        Map.of(
                                "os", "darwin",
                                "arch", "arm64",
                                "url",
                                        "https://github.com/GoCodeAlone/"
                                                + "workflow-plugin-data-engineering/releases/"
                                                + "download/v1.2.3/workflow-plugin-data-engineering"
                                                + "-darwin-arm64.tar.gz"));
    }

    @Test
    void it_is_laid_out_for_people_and_ends_with_a_line_break() {
        assertThat(TEXT)
                .startsWith("{\n  \"name\": \"workflow-plugin-data-engineering\",\n")
                .endsWith("\n}\n");
    }

    @Test
    void labels_know_acronyms() {
        assertThat(Words.label("cdc.source")).isEqualTo("CDC Source");
        assertThat(Words.label("source_id")).isEqualTo("Source ID");
    }
}
