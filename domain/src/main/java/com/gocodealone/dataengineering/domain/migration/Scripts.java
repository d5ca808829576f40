package com.gocodealone.dataengineering.domain.migration;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The migrations of a folder: read once, for all tenants. Immutable.
 *
 * @param versioned in the order of their versions
 * @param repeatable in the order of their descriptions
 */
public record Scripts(List<Script> versioned, List<Script> repeatable) {
    private static final Pattern VERSIONED =
            Pattern.compile("V(?<version>\\d[\\d._]*?)__(?<description>.+)\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__(?<description>.+)\\.sql");
    private static final Pattern NUMBERED =
            Pattern.compile("(?<version>\\d+)_(?<description>.+)\\.up\\.sql");

    /** How to go back, which nothing here does. */
    private static final Pattern BACKWARDS =
            Pattern.compile("U\\d.*__.+\\.sql|\\d+_.+\\.down\\.sql");

    public Scripts {
        versioned = List.copyOf(versioned);
        repeatable = List.copyOf(repeatable);
    }

    /**
     * Reads migrations.
     *
     * @param files the text of each file by its path within the folder
     * @throws Failure INVALID that says every file that is no migration and every version that
     *     comes twice
     */
    public static Scripts of(SortedMap<String, String> files) {
        Problems problems = new Problems();
        List<Script> scripts = new ArrayList<>();
        files.forEach(
                (name, text) -> {
                    Script script = read(name, text, problems);
                    if (script != null) {
                        scripts.add(script);
                    }
                });
        refuseTwice(scripts, problems);
        problems.throwIfAny();
        return new Scripts(
                scripts.stream()
                        .filter(script -> script.version() != null)
                        .sorted(Comparator.comparing(Scripts::versionOf))
                        .toList(),
                scripts.stream()
                        .filter(Script::isRepeatable)
                        .sorted(Comparator.comparing(Script::description))
                        .toList());
    }

    private static @Nullable Script read(String name, String text, Problems problems) {
        String fileName = name.substring(name.lastIndexOf('/') + 1);
        Matcher numbered = NUMBERED.matcher(fileName);
        Matcher versioned = VERSIONED.matcher(fileName);
        Matcher repeatable = REPEATABLE.matcher(fileName);
        if (versioned.matches()) {
            return versioned(versioned, name, text, problems);
        }
        if (repeatable.matches()) {
            return new Script(null, words(repeatable), name, text);
        }
        if (numbered.matches()) {
            return versioned(numbered, name, text, problems);
        }
        if (!BACKWARDS.matcher(fileName).matches()) {
            problems.add(
                    "migrations: %s is not called V1__what.sql, R__what.sql or 001_what.up.sql; what else Flyway knows, Flyway has to run"
                            .formatted(name));
        }
        return null;
    }

    private static @Nullable Script versioned(
            Matcher matched, String name, String text, Problems problems) {
        try {
            Version version = new Version(matched.group("version"));
            return new Script(version, words(matched), name, text);
        } catch (Failure failure) {
            problems.add("migrations: %s: %s".formatted(name, failure.fact()));
            return null;
        }
    }

    private static String words(Matcher matched) {
        return matched.group("description").replace('_', ' ');
    }

    private static Version versionOf(Script script) {
        Version version = script.version();
        if (version == null) {
            throw new IllegalArgumentException(script.name());
        }
        return version;
    }

    private static void refuseTwice(List<Script> scripts, Problems problems) {
        Map<Object, String> seen = new HashMap<>();
        for (Script script : scripts) {
            Version version = script.version();
            Object what = version == null ? script.description() : version;
            String other = seen.putIfAbsent(what, script.name());
            if (other != null) {
                problems.add(
                        "migrations: %s and %s are the same migration, %s"
                                .formatted(other, script.name(), what));
            }
        }
    }

    /** Whether a script holds a placeholder whose name begins so. */
    public boolean mention(String placeholder) {
        String beginning = "${" + placeholder;
        return Stream.concat(versioned.stream(), repeatable.stream())
                .anyMatch(script -> script.text().contains(beginning));
    }

    /** The newest version; null when there is none. */
    public @Nullable Version newest() {
        return versioned.isEmpty() ? null : versioned.getLast().version();
    }
}
