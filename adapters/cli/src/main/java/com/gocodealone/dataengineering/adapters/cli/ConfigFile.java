package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An engine's configuration, as far as it is about sources. Confined to a thread. */
final class ConfigFile {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(?<inner>[^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("\\s*env:(?<name>\\w+)\\s*");

    private final Path file;
    private final Map<String, String> environment;
    private final Problems problems = new Problems();

    ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * The {@code cdc.source} modules.
     *
     * @throws Failure INVALID when the file is not readable, has none, or holds what only an engine
     *     can resolve
     */
    List<DoctorCommand.Patient> sources() {
        List<DoctorCommand.Patient> sources =
                modules().stream()
                        .filter(Map.class::isInstance)
                        .map(module -> (Map<?, ?>) module)
                        .filter(module -> "cdc.source".equals(module.get("type")))
                        .map(this::source)
                        .toList();
        problems.throwIfAny();
        if (sources.isEmpty()) {
            throw invalid("%s has no module of type cdc.source".formatted(file));
        }
        return sources;
    }

    private DoctorCommand.Patient source(Map<?, ?> module) {
        String name = "cdc.source \"%s\"".formatted(module.get("name"));
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        if (module.get("config") instanceof Map<?, ?> keys) {
            keys.forEach((key, value) -> config.put(String.valueOf(key), resolved(name, value)));
        }
        return new DoctorCommand.Patient(name, config);
    }

    private List<?> modules() {
        Object document = document();
        return document instanceof Map<?, ?> map && map.get("modules") instanceof List<?> modules
                ? modules
                : List.of();
    }

    private @Nullable Object document() {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
            return new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw invalid("%s cannot be read: %s".formatted(file, e));
        } catch (YamlEngineException e) {
            throw invalid("%s is not YAML: %s".formatted(file, firstLine(e)));
        }
    }

    /** The rest quotes the file, which may hold a password. */
    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private @Nullable Object resolved(String name, @Nullable Object value) {
        return switch (value) {
            case String text -> resolved(name, text);
            case List<?> items -> items.stream().map(item -> resolved(name, item)).toList();
            case Map<?, ?> entries -> {
                Map<String, @Nullable Object> changed = new LinkedHashMap<>();
                entries.forEach(
                        (key, item) -> changed.put(String.valueOf(key), resolved(name, item)));
                yield changed;
            }
            case null, default -> value;
        };
    }

    private String resolved(String name, String text) {
        StringBuilder resolved = new StringBuilder();
        Matcher expression = EXPRESSION.matcher(text);
        while (expression.find()) {
            String value = value(name, expression.group("inner"));
            expression.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return expression.appendTail(resolved).toString();
    }

    private String value(String name, String inner) {
        Matcher variable = VARIABLE.matcher(inner);
        if (!variable.matches()) {
            problems.add(
                    "%s: ${%s} cannot be resolved here, only ${env:NAME} can"
                            .formatted(name, inner));
            return "";
        }
        String value = environment.get(variable.group("name"));
        if (value == null) {
            problems.add(
                    "%s: the environment variable %s is not set"
                            .formatted(name, variable.group("name")));
            return "";
        }
        return value;
    }

    private static Failure invalid(String fact) {
        return new Failure(Failure.Kind.INVALID, fact);
    }
}
