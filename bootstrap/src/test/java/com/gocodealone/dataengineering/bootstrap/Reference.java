package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Key;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of the reference, made from the same descriptions as the schemas. */
final class Reference {
    private Reference() {}

    /** A section for each type, with its keys and what it answers. */
    static String types(Plugin plugin) {
        return Stream.of(TypeInfo.Kind.MODULE, TypeInfo.Kind.TRIGGER, TypeInfo.Kind.STEP)
                .flatMap(kind -> plugin.types(kind).stream())
                .map(Reference::section)
                .collect(Collectors.joining("\n"));
    }

    /** The keys of the event, or of the batch, that a pipeline sees. */
    static String data(Class<? extends Record> type) {
        return table(List.of("key", "meaning"))
                + Stream.of(type.getRecordComponents())
                        .map(one -> row(List.of(code(Key.nameOf(one)), docOf(one))))
                        .collect(Collectors.joining());
    }

    /** What each state of a source means. */
    static String states() {
        return table(List.of("state", "meaning"))
                + Stream.of(SourceState.class.getFields())
                        .map(one -> row(List.of(code(word(one)), docOf(one))))
                        .collect(Collectors.joining());
    }

    private static String word(Field constant) {
        return constant.getName().toLowerCase(Locale.ROOT);
    }

    private static String docOf(AnnotatedElement described) {
        return Objects.requireNonNull(described.getAnnotation(Doc.class)).value();
    }

    private static String section(TypeInfo type) {
        String output =
                type.output().isEmpty()
                        ? ""
                        : "\n"
                                + table(List.of("output", "meaning"))
                                + type.output().stream()
                                        .map(key -> row(List.of(code(key.name()), meaning(key))))
                                        .collect(Collectors.joining());
        return "## `%s`\n\n%s\n\n%s%s"
                .formatted(type.type(), type.doc(), keys(type.config()), output);
    }

    private static String keys(List<Key> keys) {
        return table(List.of("key", "type", "default", "meaning"))
                + keys.stream().flatMap(key -> rows("", key)).collect(Collectors.joining());
    }

    /** The key, and the keys inside it as {@code batch.max_events}. */
    private static Stream<String> rows(String prefix, Key key) {
        String name = prefix + key.name();
        String own = row(List.of(code(name), kind(key), fallback(key), meaning(key)));
        return Stream.concat(
                Stream.of(own), key.nested().stream().flatMap(inner -> rows(name + ".", inner)));
    }

    private static String kind(Key key) {
        String kind = key.kind().name().toLowerCase(Locale.ROOT);
        return key.sensitive() ? kind + ", secret" : kind;
    }

    private static String fallback(Key key) {
        String text = key.fallback();
        if (text != null) {
            return code(text);
        }
        return key.required() ? "**required**" : "";
    }

    private static String meaning(Key key) {
        return key.options().isEmpty()
                ? key.doc()
                : "%s: %s"
                        .formatted(
                                key.doc(),
                                key.options().stream()
                                        .map(Reference::code)
                                        .collect(Collectors.joining(", ")));
    }

    private static String table(List<String> columns) {
        return row(columns) + "|" + "---|".repeat(columns.size()) + "\n";
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
