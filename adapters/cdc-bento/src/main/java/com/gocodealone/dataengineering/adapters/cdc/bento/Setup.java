package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Objects;

/** What a source says, read and checked. */
record Setup(String sourceId, BentoOptions options, Origin origin) {
    /**
     * Reads {@code source}.
     *
     * @throws Failure INVALID that says everything that is wrong
     */
    static Setup of(SourceSpec source) {
        Problems problems = new Problems();
        BentoOptions options = options(source, problems);
        Origin origin = options == null ? null : origin(source, options, problems);
        problems.throwIfAny();
        return new Setup(
                source.sourceId(), Objects.requireNonNull(options), Objects.requireNonNull(origin));
    }

    private static @Nullable BentoOptions options(SourceSpec source, Problems problems) {
        try {
            return source.options().as(BentoOptions.class);
        } catch (Failure failure) {
            problems.add("options: " + failure.fact());
            return null;
        }
    }

    private static @Nullable Origin origin(
            SourceSpec source, BentoOptions options, Problems problems) {
        if (!options.input().isEmpty()) {
            return AnyOrigin.of(options.input(), problems);
        }
        return switch (source.sourceType().toLowerCase(Locale.ROOT)) {
            case "postgres", "postgresql" -> postgres(source, options, problems);
            default -> {
                problems.add(
                        ("source_type \"%s\" is not postgres, which provider bento reads (anything"
                                        + " else with options.input)")
                                .formatted(source.sourceType()));
                yield null;
            }
        };
    }

    private static @Nullable Origin postgres(
            SourceSpec source, BentoOptions options, Problems problems) {
        String connection = source.connection();
        if (connection == null || !connection.strip().matches("(?s)(jdbc:)?postgres(ql)?://.+")) {
            problems.add("connection is required, such as postgres://user:secret@host:5432/shop");
            return null;
        }
        String slot = options.slotName();
        return new PostgresOrigin(
                connection.strip(),
                source.tables(),
                slot == null ? Words.slot(source.sourceId()) : slot,
                options.snapshotMode());
    }

    /** What Bento calls the source's stream. */
    String stream() {
        return Words.slot(sourceId);
    }
}
