package com.gocodealone.dataengineering.application.cdc.source;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** What was last said of a source's health, so that it is not said over and over. Thread-safe. */
public final class Alerts {
    private Health last = Health.HEALTHY;
    private Instant saidAt = Instant.EPOCH;

    /**
     * Whether {@code now} is to be said: it is news, or what was bad is still bad.
     *
     * @param repeatAfter how long to be silent about what stays bad; null means for ever
     */
    public synchronized boolean isDue(Health now, @Nullable Duration repeatAfter) {
        boolean news = now != last;
        boolean again =
                now.isBad()
                        && repeatAfter != null
                        && saidAt.plus(repeatAfter).isBefore(Instant.now());
        last = now;
        if (news || again) {
            saidAt = Instant.now();
        }
        return news || again;
    }
}
