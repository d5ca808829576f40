package com.gocodealone.dataengineering.adapters.grpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.gocodealone.dataengineering.application.plugin.Manifest;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The manifest that the engine reads before it starts the plugin, made from what the code says of
 * itself. The mode of each contract is "strict" in the sense in which the engine's tools ask for
 * it: every key is declared, and unknown ones are refused when the configuration is loaded.
 */
public final class PluginJson {
    private static final String REPOSITORY =
            "https://github.com/GoCodeAlone/workflow-plugin-data-engineering";

    private static final List<String> KEYWORDS =
            List.of("data-engineering", "cdc", "change-data-capture", "postgres", "debezium");

    private static final Separators SEPARATORS =
            Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator("");

    private PluginJson() {}

    /**
     * The text of plugin.json for {@code plugin}, with a line break at its end; always the same.
     */
    public static String of(Plugin plugin) {
        Descriptions descriptions = new Descriptions(plugin);
        Map<String, Object> json = new LinkedHashMap<>();
        Manifest manifest = plugin.manifest();
        json.put("name", manifest.name());
        json.put("version", manifest.version());
        json.put("author", manifest.author());
        json.put("description", manifest.description());
        json.put("type", "external");
        json.put("tier", "core");
        json.put("license", "MIT");
        json.put("minEngineVersion", "0.51.7");
        json.put("keywords", KEYWORDS);
        json.put("repository", REPOSITORY);
        json.put("homepage", REPOSITORY + "#readme");
        json.put("capabilities", capabilities(descriptions));
        json.put("contracts", contracts(descriptions));
        json.put(
                "stepSchemas",
                descriptions.of(TypeInfo.Kind.STEP).stream()
                        .map(step -> StepSchema.of(step, manifest.name()))
                        .toList());
        json.put("downloads", downloads(manifest));
        return text(json);
    }

    private static Map<String, Object> capabilities(Descriptions descriptions) {
        Map<String, Object> capabilities = new LinkedHashMap<>();
        capabilities.put("moduleTypes", names(descriptions, TypeInfo.Kind.MODULE));
        capabilities.put("stepTypes", names(descriptions, TypeInfo.Kind.STEP));
        capabilities.put("triggerTypes", names(descriptions, TypeInfo.Kind.TRIGGER));
        return capabilities;
    }

    private static List<String> names(Descriptions descriptions, TypeInfo.Kind kind) {
        return descriptions.of(kind).stream().map(TypeInfo::type).toList();
    }

    private static List<Map<String, Object>> contracts(Descriptions descriptions) {
        return descriptions.all().stream().map(PluginJson::contract).toList();
    }

    private static Map<String, Object> contract(TypeInfo type) {
        Map<String, Object> contract = new LinkedHashMap<>();
        contract.put(
                "kind",
                switch (type.kind()) {
                    case MODULE -> "module";
                    case STEP -> "step";
                    case TRIGGER -> "trigger";
                });
        contract.put("type", type.type());
        contract.put("mode", "strict");
        contract.put("config", Payload.CONFIG.fullName(type));
        switch (type.kind()) {
            case MODULE -> {}
            case STEP -> {
                contract.put("input", Payload.INPUT.fullName(type));
                contract.put("output", Payload.OUTPUT.fullName(type));
            }
            case TRIGGER -> contract.put("output", "google.protobuf.Struct");
        }
        return contract;
    }

    private static List<Map<String, Object>> downloads(Manifest manifest) {
        return List.of(
                download(manifest, "linux", "amd64"),
                download(manifest, "linux", "arm64"),
                download(manifest, "darwin", "amd64"),
                download(manifest, "darwin", "arm64"));
    }

    private static Map<String, Object> download(Manifest manifest, String os, String arch) {
        Map<String, Object> download = new LinkedHashMap<>();
        download.put("os", os);
        download.put("arch", arch);
        download.put(
                "url",
                "%s/releases/download/v%s/%s-%s-%s.tar.gz"
                        .formatted(REPOSITORY, manifest.version(), manifest.name(), os, arch));
        return download;
    }

    private static String text(Map<String, Object> json) {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
            generator.setPrettyPrinter(
                    new DefaultPrettyPrinter(SEPARATORS)
                            .withArrayIndenter(indenter)
                            .withObjectIndenter(indenter));
            write(json, generator);
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(entry.getValue(), json);
                }
                json.writeEndObject();
            }
            case Collection<?> items -> {
                json.writeStartArray();
                for (Object item : items) {
                    write(item, json);
                }
                json.writeEndArray();
            }
            case Boolean bool -> json.writeBoolean(bool);
            case BigDecimal number -> json.writeNumber(number);
            case null, default -> json.writeString(String.valueOf(value));
        }
    }
}
