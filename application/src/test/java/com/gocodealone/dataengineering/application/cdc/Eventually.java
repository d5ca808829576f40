package com.gocodealone.dataengineering.application.cdc;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something is so, and fails when it takes absurdly long. */
final class Eventually {
    private static final Duration ABSURD = Duration.ofMinutes(2);
    private static final long LOOK_EVERY_NANOS = 200_000;

    private Eventually() {}

    static void isTrue(BooleanSupplier fact, Supplier<String> otherwise) {
        long end = System.nanoTime() + ABSURD.toNanos();
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within %s: %s".formatted(ABSURD, otherwise.get()));
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    static void isTrue(BooleanSupplier fact) {
        isTrue(fact, () -> "what the test waits for");
    }
}
