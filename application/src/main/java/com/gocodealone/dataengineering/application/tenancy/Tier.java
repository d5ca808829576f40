package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** From the one that shares most to the one that shares nothing. */
enum Tier {
    ROW_LEVEL("row"),
    SCHEMA_PER_TENANT("schema"),
    DB_PER_TENANT("database");

    private final String shortWord;

    Tier(String shortWord) {
        this.shortWord = shortWord;
    }

    static Tier named(String key, String word) {
        return Arrays.stream(values())
                .filter(tier -> word.equals(tier.word()) || word.equals(tier.shortWord))
                .findFirst()
                .orElseThrow(() -> unknown(key, word));
    }

    private static Failure unknown(String key, String word) {
        String known = Arrays.stream(values()).map(Tier::word).collect(Collectors.joining(", "));
        return new Failure(
                Failure.Kind.INVALID, "%s: \"%s\" is none of %s".formatted(key, word, known));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Tier next() {
        return switch (this) {
            case ROW_LEVEL -> SCHEMA_PER_TENANT;
            case SCHEMA_PER_TENANT, DB_PER_TENANT -> DB_PER_TENANT;
        };
    }
}
