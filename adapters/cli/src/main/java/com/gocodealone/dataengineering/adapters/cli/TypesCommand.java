package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.config.Key;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code types}: what the plugin offers. Confined to a thread. */
final class TypesCommand {
    private static final String JSON = "--json";

    private final Terminal terminal;
    private final List<TypeInfo> types;

    TypesCommand(Terminal terminal, CommandLine.Surroundings surroundings) {
        this.terminal = terminal;
        this.types = surroundings.onlooker().types();
    }

    /**
     * @return 0
     * @throws com.gocodealone.dataengineering.domain.Failure when there is no such type
     */
    int run(List<String> arguments) {
        Words words = Words.of(arguments, JSON);
        List<TypeInfo> wanted =
                words.others().isEmpty()
                        ? types
                        : words.others().stream().map(this::named).toList();
        if (words.has(JSON)) {
            terminal.line(Json.line(wanted.stream().map(TypesCommand::plain).toList()));
        } else if (words.others().isEmpty()) {
            Stream.of(TypeInfo.Kind.MODULE, TypeInfo.Kind.TRIGGER, TypeInfo.Kind.STEP)
                    .forEach(this::list);
        } else {
            wanted.forEach(this::explain);
        }
        return 0;
    }

    private TypeInfo named(String word) {
        return types.stream()
                .filter(type -> type.type().equals(word) || type.type().endsWith("." + word))
                .findFirst()
                .orElseThrow(
                        () ->
                                Words.unknown(
                                        "type", word, types.stream().map(TypeInfo::type).toList()));
    }

    private void list(TypeInfo.Kind kind) {
        terminal.line(word(kind) + "s");
        types.stream()
                .filter(type -> type.kind() == kind)
                .forEach(type -> terminal.line("  %-26s %s".formatted(type.type(), type.doc())));
        terminal.line("");
    }

    private void explain(TypeInfo type) {
        terminal.line("%s %s".formatted(word(type.kind()), type.type()));
        terminal.line("  " + type.doc());
        keys("keys", type.config());
        keys("answers with", type.output());
        terminal.line("");
    }

    private void keys(String title, List<Key> keys) {
        if (!keys.isEmpty()) {
            terminal.line("");
            terminal.line(title);
            keys.forEach(key -> explain("", key));
        }
    }

    /** The key, and the keys inside it as {@code batch.max_events}. */
    private void explain(String prefix, Key key) {
        String name = prefix + key.name();
        terminal.line("  %-26s %s".formatted(name, shape(key)));
        terminal.line("  %-26s %s".formatted("", key.doc()));
        key.nested().forEach(inner -> explain(name + ".", inner));
    }

    private static String shape(Key key) {
        StringBuilder shape = new StringBuilder(word(key.kind()));
        if (key.sensitive()) {
            shape.append(", secret");
        }
        if (key.required()) {
            shape.append(", required");
        }
        if (key.fallback() != null) {
            shape.append(", default ").append(key.fallback());
        }
        if (!key.options().isEmpty()) {
            shape.append(": ").append(String.join(", ", key.options()));
        }
        return shape.toString();
    }

    private static Map<String, @Nullable Object> plain(TypeInfo type) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("kind", word(type.kind()));
        plain.put("type", type.type());
        plain.put("meaning", type.doc());
        plain.put("keys", type.config().stream().map(TypesCommand::plain).toList());
        plain.put("output", type.output().stream().map(TypesCommand::plain).toList());
        return plain;
    }

    private static Map<String, @Nullable Object> plain(Key key) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("key", key.name());
        plain.put("type", word(key.kind()));
        plain.put("default", key.fallback());
        plain.put("required", key.required());
        plain.put("secret", key.sensitive());
        plain.put("options", key.options());
        plain.put("meaning", key.doc());
        plain.put("keys", key.nested().stream().map(TypesCommand::plain).toList());
        return plain;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
