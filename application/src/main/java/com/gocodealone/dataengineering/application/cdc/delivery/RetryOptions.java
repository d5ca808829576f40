package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** How often a failing workflow is run again, and after which waits. */
public record RetryOptions(
        @Doc("How often an event is tried; without it for ever") @Nullable Integer maxAttempts,
        @Doc("The waits between attempts; each is cut by up to a half at random") Waits backoff) {
    /** Twice as long each time. */
    public record Waits(
            @Doc("The first wait; 200ms without it") @Nullable Duration initial,
            @Doc("The longest wait; 30s without it") @Nullable Duration max) {}

    public RetryOptions {
        Problems problems = new Problems();
        if (maxAttempts != null && maxAttempts < 1) {
            problems.add("max_attempts: %d must be at least 1".formatted(maxAttempts));
        }
        Duration initial = backoff.initial();
        Duration max = backoff.max();
        if (initial != null && max != null && initial.compareTo(max) > 0) {
            problems.add("backoff.initial must not be longer than backoff.max");
        }
        problems.throwIfAny();
    }

    /** The waits, with {@code usual} where the user said nothing. */
    Backoff backoffOr(Backoff usual) {
        Duration first = backoff.initial() == null ? usual.first() : backoff.initial();
        Duration limit = backoff.max() == null ? usual.limit() : backoff.max();
        return new Backoff(first, limit.compareTo(first) < 0 ? first : limit);
    }

    boolean isExhaustedBy(int failures) {
        return maxAttempts != null && failures >= maxAttempts;
    }
}
