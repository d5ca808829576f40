package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.domain.config.Key;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How types and keys are called for people and by the engine's editors. */
final class Words {
    static final String CATEGORY = "Data Engineering";

    private static final Set<String> ACRONYMS =
            Set.of("api", "cdc", "csv", "ddl", "dms", "dsn", "id", "json", "lsn", "sql", "url");

    private Words() {}

    /** {@code cdc.source} is a CDC Source. */
    static String label(String name) {
        return Arrays.stream(name.split("[._-]", -1))
                .map(Words::labelOfWord)
                .collect(Collectors.joining(" "));
    }

    private static String labelOfWord(String word) {
        return ACRONYMS.contains(word) ? word.toUpperCase(Locale.ROOT) : capitalized(word);
    }

    /** {@code cdc.source} is CdcSource. */
    static String camelCase(String name) {
        return Arrays.stream(name.split("[._-]", -1))
                .map(Words::capitalized)
                .collect(Collectors.joining());
    }

    private static String capitalized(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** The engine's word for a kind of field. */
    static String fieldType(Key.Kind kind) {
        return switch (kind) {
            case STRING, SIZE -> "string";
            case INTEGER, DECIMAL -> "number";
            case BOOLEAN -> "boolean";
            case DURATION -> "duration";
            case SELECT -> "select";
            case LIST -> "array";
            case MAP -> "map";
        };
    }
}
