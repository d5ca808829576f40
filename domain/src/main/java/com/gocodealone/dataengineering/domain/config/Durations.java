package com.gocodealone.dataengineering.domain.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users of the engine write them: {@code 250ms}, {@code 30s}, {@code 1h30m}. */
final class Durations {
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "ms", Duration.ofMillis(1),
                    "s", Duration.ofSeconds(1),
                    "m", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1));
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** Possessive, or a long text would be matched by recursion. */
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")++");

    /** Nobody waits longer, and in nanoseconds it still fits a long. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /**
     * Reads one duration.
     *
     * @throws IllegalArgumentException when {@code text} is not a duration
     */
    static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
            sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return sum;
    }
}
