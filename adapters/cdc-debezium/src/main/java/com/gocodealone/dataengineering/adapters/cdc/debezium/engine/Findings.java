package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects what was looked at. What a person reads in a diagnosis is, where it is an error, what a
 * source that cannot start says. Confined to a thread.
 */
public final class Findings {
    private final List<Finding> found = new ArrayList<>();
    private Failure.Kind kind = Failure.Kind.UNAVAILABLE;

    public void ok(String subject, String fact) {
        found.add(new Finding(Grade.OK, subject, fact, null));
    }

    public void warning(String subject, String fact, @Nullable String repair) {
        found.add(new Finding(Grade.WARNING, subject, fact, repair));
    }

    /** Something that stays wrong until somebody repairs it. */
    public void error(String subject, String fact, @Nullable String repair) {
        found.add(new Finding(Grade.ERROR, subject, fact, repair));
        kind = Failure.Kind.INVALID;
    }

    /** Something that keeps a source from starting now, and may pass. */
    public void obstacle(String subject, String fact, @Nullable String repair) {
        found.add(new Finding(Grade.ERROR, subject, fact, repair));
    }

    public List<Finding> all() {
        return List.copyOf(found);
    }

    /** What will hurt some day, in sentences with the repair. */
    public List<String> warnings() {
        return found.stream()
                .filter(finding -> finding.grade() == Grade.WARNING)
                .map(Findings::sentence)
                .toList();
    }

    /**
     * @throws Failure that says every error with its repair, if there is one; INVALID unless all
     *     may pass
     */
    public void throwIfAnyError() {
        String errors =
                found.stream()
                        .filter(finding -> finding.grade() == Grade.ERROR)
                        .map(Findings::sentence)
                        .collect(Collectors.joining("; "));
        if (!errors.isEmpty()) {
            throw new Failure(kind, errors);
        }
    }

    private static String sentence(Finding finding) {
        String repair = finding.repair();
        return repair == null ? finding.fact() : "%s: %s".formatted(finding.fact(), repair);
    }
}
