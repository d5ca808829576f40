package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.ByteSize;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;

/** How many events of one trigger may be put aside. Immutable. */
public record DeadLetterOptions(
        @Doc("The most dead letters; the next one waits, and the trigger with it") @Default("10000")
                int maxCount,
        @Doc("The most bytes of dead letters; at least one fits") @Default("256MB")
                ByteSize maxBytes) {
    public DeadLetterOptions {
        Problems problems = new Problems();
        if (maxCount < 1) {
            problems.add("max_count: %d must be at least 1".formatted(maxCount));
        }
        problems.throwIfAny();
    }

    /**
     * @param bytes of one letter more
     * @throws Failure UNAVAILABLE when there is no room for it beside what is {@code kept}
     */
    void checkRoom(DeadLetters.Size kept, long bytes) {
        if (kept.count() >= maxCount) {
            throw full("%d dead letters are kept, and max_count is %d", kept.count(), maxCount);
        }
        if (kept.count() > 0 && kept.bytes() + bytes > maxBytes.bytes()) {
            throw full(
                    "%s of dead letters are kept, and max_bytes is %s",
                    ByteSize.of(kept.bytes()), maxBytes);
        }
    }

    private static Failure full(String fact, Object kept, Object limit) {
        return new Failure(
                Failure.Kind.UNAVAILABLE,
                fact.formatted(kept, limit) + "; replay or drop some with step.cdc_dead_letters");
    }
}
