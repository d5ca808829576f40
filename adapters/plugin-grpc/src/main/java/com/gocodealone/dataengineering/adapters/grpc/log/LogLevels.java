package com.gocodealone.dataengineering.adapters.grpc.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which logger writes what. A name's own level counts, or else that of the longest prefix that has
 * one, or else the general one. Immutable.
 */
final class LogLevels {
    private static final int OFF = Integer.MAX_VALUE;
    private static final String GENERAL = "";
    private static final String KNOWN = "trace, debug, info, warn, error, off";

    /** Libraries that tell at level info what only their authors want to know. */
    private static final Map<String, Integer> QUIETER =
            Map.of(
                    "io.debezium",
                    Level.WARN.toInt(),
                    "io.debezium.connector.postgresql.TypeRegistry", // warns of harmless doubles
                    Level.ERROR.toInt(),
                    "org.apache.kafka",
                    Level.WARN.toInt(),
                    "com.zaxxer.hikari",
                    Level.WARN.toInt(),
                    "io.grpc",
                    Level.WARN.toInt(),
                    "io.netty",
                    Level.WARN.toInt());

    private final Map<String, Integer> thresholds;
    private final @Nullable String problem;

    private LogLevels(Map<String, Integer> thresholds, @Nullable String problem) {
        this.thresholds = thresholds;
        this.problem = problem;
    }

    /** Reads levels such as {@code info,io.debezium=debug}; what cannot be read is a problem. */
    static LogLevels parse(@Nullable String text) {
        Map<String, Integer> thresholds = new HashMap<>();
        List<String> wrong = new ArrayList<>(0);
        for (String part : text == null || text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = part.indexOf('=');
            Integer level = level(part.substring(equals + 1));
            if (level == null) {
                wrong.add(part.strip());
            } else {
                thresholds.put(part.substring(0, Math.max(equals, 0)).strip(), level);
            }
        }
        int general = thresholds.computeIfAbsent(GENERAL, _ -> Level.INFO.toInt());
        QUIETER.forEach((logger, own) -> thresholds.putIfAbsent(logger, Math.max(own, general)));
        return new LogLevels(Map.copyOf(thresholds), wrong.isEmpty() ? null : sentence(wrong));
    }

    private static @Nullable Integer level(String word) {
        String name = word.strip().toUpperCase(Locale.ROOT);
        if (name.equals("OFF")) {
            return OFF;
        }
        for (Level level : Level.values()) {
            if (level.name().equals(name)) {
                return level.toInt();
            }
        }
        return null;
    }

    private static String sentence(List<String> wrong) {
        return "%s: \"%s\" has no known level (known: %s); it is ignored"
                .formatted(HclogProvider.LEVELS, String.join(",", wrong), KNOWN);
    }

    /** The lowest {@link Level#toInt} that {@code logger} writes. */
    int threshold(String logger) {
        String name = logger;
        while (!thresholds.containsKey(name)) {
            name = name.substring(0, Math.max(name.lastIndexOf('.'), 0));
        }
        return thresholds.getOrDefault(name, OFF);
    }

    /** What could not be read, as a sentence. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
