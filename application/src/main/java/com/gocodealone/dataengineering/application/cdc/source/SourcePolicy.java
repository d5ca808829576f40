package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.config.ByteSize;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What to do with a source when something goes wrong, whatever reads it. Immutable.
 *
 * @param maxRetained the most log that the database should keep for the source
 * @param minSafe the least log that should still fit before changes are lost
 * @param stallTimeout how long a source may show no sign of life; zero means for ever
 */
public record SourcePolicy(
        OnGap onGap,
        OnLag onLag,
        @Nullable ByteSize maxRetained,
        @Nullable ByteSize minSafe,
        Duration stallTimeout) {

    public static final String GAP_CHOICES =
            "fail (state gap, until a person decides), resnapshot (read all rows again) or continue"
                    + " (without the lost changes)";
    public static final String ON_GAP = "What to do when changes are lost; " + GAP_CHOICES;
    public static final String ON_LAG =
            "What to do when the database keeps more log than the two limits below allow; warn"
                    + " (log and status), pause (read nothing until step.cdc_backpressure resumes)"
                    + " or drop_slot (give the log up; then on_gap holds)";
    public static final String MAX_RETAINED =
            "The most log that the database should keep for this source, such as 10GB";
    public static final String MIN_SAFE =
            "The least log that should still fit before the database drops changes, such as 1GB";
    public static final String STALL =
            "How long the source may show no sign of life before it is opened again; 0s turns this"
                    + " off";

    /** What to do when changes are lost. */
    public enum OnGap {
        FAIL,
        RESNAPSHOT,
        CONTINUE
    }

    /** What to do when the database keeps too much log. */
    public enum OnLag {
        WARN,
        PAUSE,
        DROP_SLOT
    }

    public SourcePolicy {
        Problems problems = new Problems();
        if (onLag != OnLag.WARN && maxRetained == null && minSafe == null) {
            problems.add(
                    "on_lag: %s needs a limit: give max_retained_bytes or min_safe_bytes"
                            .formatted(word(onLag)));
        }
        problems.throwIfAny();
    }

    /** The same, but for a decision on a gap; null changes nothing. */
    public SourcePolicy deciding(@Nullable OnGap decision) {
        return decision == null
                ? this
                : new SourcePolicy(decision, onLag, maxRetained, minSafe, stallTimeout);
    }

    /**
     * Checks that what is wished for can be done.
     *
     * @throws Failure INVALID that says what it cannot do
     */
    void validate(String provider, Set<Capability> capabilities) {
        Problems problems = new Problems();
        boolean limited = maxRetained != null || minSafe != null;
        if (limited && !capabilities.contains(Capability.RETENTION)) {
            problems.add(
                    "max_retained_bytes, min_safe_bytes: provider %s does not say how much log the database keeps"
                            .formatted(provider));
        }
        if (onLag == OnLag.DROP_SLOT && !capabilities.contains(Capability.RELEASE)) {
            problems.add(
                    "on_lag: provider %s has no slot to drop; choose warn or pause"
                            .formatted(provider));
        }
        if (onGap == OnGap.RESNAPSHOT && !capabilities.contains(Capability.INITIAL_SNAPSHOT)) {
            problems.add(
                    "on_gap: provider %s reads no rows that are there; choose fail or continue"
                            .formatted(provider));
        }
        problems.throwIfAny();
    }

    /** Why {@code retention} is too much, in a sentence; empty when it is not. */
    Optional<String> excess(Retention retention) {
        Long kept = retention.bytes();
        if (maxRetained != null && kept != null && kept > maxRetained.bytes()) {
            return Optional.of(
                    "%s makes the database keep %s of its log, more than max_retained_bytes allows (%s)"
                            .formatted(retention.holder(), ByteSize.of(kept), maxRetained));
        }
        Long safe = retention.safeBytes();
        if (minSafe != null && safe != null && safe < minSafe.bytes()) {
            return Optional.of(
                    "only %s more log may be written before the changes of %s are lost, less than min_safe_bytes asks for (%s)"
                            .formatted(ByteSize.of(safe), retention.holder(), minSafe));
        }
        return Optional.empty();
    }

    /** What a user writes for {@code choice}. */
    public static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
