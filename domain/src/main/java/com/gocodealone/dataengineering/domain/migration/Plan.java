package com.gocodealone.dataengineering.domain.migration;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a place lacks, given its history. Immutable.
 *
 * @param pending what is to run, in this order
 * @param current the newest version that the place has; null for none
 * @param problems why nothing may run: where history and scripts disagree
 */
public record Plan(List<Script> pending, @Nullable Version current, List<String> problems) {
    public Plan {
        pending = List.copyOf(pending);
        problems = List.copyOf(problems);
    }

    /** Whether there is nothing to do and nothing wrong. */
    public boolean isCurrent() {
        return pending.isEmpty() && problems.isEmpty();
    }

    /** The version that the place has once the plan is carried out. */
    public @Nullable Version result() {
        return pending.stream()
                .map(Script::version)
                .filter(Objects::nonNull)
                .reduce(current, Plan::newer);
    }

    /**
     * Compares as Flyway's validate does.
     *
     * @param target the last version to run; null for all
     * @param placeholders the values for the place
     */
    public static Plan of(
            Scripts scripts,
            List<Applied> history,
            @Nullable Version target,
            Map<String, String> placeholders) {
        return new Comparison(scripts, history, target, placeholders).plan();
    }

    private static @Nullable Version newer(@Nullable Version one, @Nullable Version other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** One comparison; used once, by one thread. */
    private static final class Comparison {
        private final Scripts scripts;
        private final @Nullable Version target;
        private final Map<String, String> placeholders;
        private final Map<Version, Applied> versions = new LinkedHashMap<>();
        private final Map<String, Applied> repeatables = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private @Nullable Version baseline;
        private @Nullable Version current;

        Comparison(
                Scripts scripts,
                List<Applied> history,
                @Nullable Version target,
                Map<String, String> placeholders) {
            this.scripts = scripts;
            this.target = target;
            this.placeholders = placeholders;
            history.forEach(this::take);
        }

        private void take(Applied row) {
            if (!row.success()) {
                problems.add(
                        "%s failed earlier, or was torn apart: put right what it has changed, then clear it with Flyway's repair, or delete its row in flyway_schema_history"
                                .formatted(row.script()));
            } else if (row.version() == null) {
                takeRepeatable(row);
            } else if (row.is("DELETE") || row.is("UNDO_SQL")) {
                versions.remove(new Version(row.version()));
            } else {
                Version version = new Version(row.version());
                if (row.is("BASELINE")) {
                    baseline = newer(baseline, version);
                } else {
                    versions.put(version, row);
                }
            }
        }

        private void takeRepeatable(Applied row) {
            if (row.is("DELETE")) {
                repeatables.remove(row.description());
            } else if (!row.is("SCHEMA")) {
                repeatables.put(row.description(), row);
            }
        }

        Plan plan() {
            current = baseline;
            versions.keySet().forEach(version -> current = newer(current, version));
            List<Script> pending = new ArrayList<>();
            scripts.versioned().stream().filter(this::isPending).forEach(pending::add);
            requireScripts();
            if (target == null || !isBelow(target, scripts.newest())) {
                scripts.repeatable().stream().filter(this::hasChanged).forEach(pending::add);
            }
            return new Plan(problems.isEmpty() ? pending : List.of(), current, problems);
        }

        private boolean isPending(Script script) {
            Version version = Objects.requireNonNull(script.version());
            Applied row = versions.get(version);
            if (row != null) {
                compare(script, row);
                return false;
            }
            if (isBelow(version, current) || version.equals(baseline)) {
                if (!version.equals(baseline) && !isBelow(version, baseline)) {
                    problems.add(
                            "%s is older than version %s, which is applied already"
                                    .formatted(script.name(), current));
                }
                return false;
            }
            return target == null || version.compareTo(target) <= 0;
        }

        private static boolean isBelow(Version version, @Nullable Version limit) {
            return limit != null && version.compareTo(limit) < 0;
        }

        private void compare(Script script, Applied row) {
            Integer checksum = row.checksum();
            if (checksum != null && checksum != script.checksum(placeholders)) {
                problems.add("%s was changed after it was applied".formatted(script.name()));
            }
            if (!row.description().equals(script.description())) {
                problems.add(
                        "%s was applied as \"%s\"".formatted(script.name(), row.description()));
            }
        }

        /** What is applied must have its script, unless it is newer than all that there is here. */
        private void requireScripts() {
            versions.forEach(
                    (version, row) -> {
                        boolean known =
                                scripts.versioned().stream()
                                        .anyMatch(script -> version.equals(script.version()));
                        if (!known && isBelow(version, scripts.newest())) {
                            problems.add(missing(row));
                        }
                    });
            repeatables.forEach(
                    (description, row) -> {
                        boolean known =
                                scripts.repeatable().stream()
                                        .anyMatch(one -> one.description().equals(description));
                        if (!known) {
                            problems.add(missing(row));
                        }
                    });
        }

        private static String missing(Applied row) {
            return "%s was applied, and is not among the scripts".formatted(row.script());
        }

        private boolean hasChanged(Script script) {
            Applied row = repeatables.get(script.description());
            return row == null || !Objects.equals(row.checksum(), script.checksum(placeholders));
        }
    }
}
