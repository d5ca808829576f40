package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

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
            case "mysql" -> mySql("mysql", source, options, problems);
            case "mariadb" -> mySql("mariadb", source, options, problems);
            default -> {
                problems.add(
                        ("source_type \"%s\" is not one of postgres, mysql and mariadb, which"
                             + " provider bento reads (anything else with options.input)")
                                .formatted(source.sourceType()));
                yield null;
            }
        };
    }

    private static @Nullable Origin postgres(
            SourceSpec source, BentoOptions options, Problems problems) {
        String connection = connection(source, Form.POSTGRES, problems);
        if (connection == null) {
            return null;
        }
        String slot = options.slotName();
        return new PostgresOrigin(
                connection,
                source.tables(),
                slot == null ? Words.slot(source.sourceId()) : slot,
                options.snapshotMode());
    }

    private static @Nullable Origin mySql(
            String flavor, SourceSpec source, BentoOptions options, Problems problems) {
        String connection = connection(source, Form.MYSQL, problems);
        if (connection == null) {
            return null;
        }
        Integer serverId = options.serverId();
        return new MySqlOrigin(
                flavor,
                connection,
                source.tables(),
                options.snapshotMode(),
                serverId == null ? Words.number(source.sourceId()) : serverId);
    }

    private static @Nullable String connection(SourceSpec source, Form form, Problems problems) {
        String connection = source.connection() == null ? "" : source.connection().strip();
        if (form.text().matcher(connection).matches()) {
            return connection;
        }
        problems.add("connection is required, such as " + form.example());
        return null;
    }

    /** How a connection is written. */
    private record Form(Pattern text, String example) {
        static final Form POSTGRES =
                new Form(
                        Pattern.compile("(?s)(jdbc:)?postgres(ql)?://.+"),
                        "postgres://user:secret@host:5432/shop");
        static final Form MYSQL =
                new Form(
                        Pattern.compile("(?s)(jdbc:)?(mysql|mariadb)://.+|.*@tcp\\(.+\\)/.*"),
                        "mysql://user:secret@host:3306/shop");
    }

    /** What Bento calls the source's stream. */
    String stream() {
        return Words.slot(sourceId);
    }
}
