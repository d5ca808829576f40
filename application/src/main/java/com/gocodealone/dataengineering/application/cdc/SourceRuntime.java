package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.StateStores;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What every source needs from its surroundings. Immutable.
 *
 * @param states opened when the first source starts
 * @param openBackoff between attempts to open a source that was lost
 * @param deliveryBackoff between attempts to run a failing workflow
 * @param secrets what must not reach the disk
 * @param maxWindowBytes how many bytes of delivered but unacknowledged changes a source may hold
 */
public record SourceRuntime(
        Providers providers,
        Supplier<StateStores> states,
        Engine engine,
        Backoff openBackoff,
        Backoff deliveryBackoff,
        long maxWindowBytes,
        Secrets secrets) {

    private static final long WINDOW_BYTES = 8L << 20;

    /** With the waits and bounds that serve in production. */
    public static SourceRuntime of(
            Providers providers, Supplier<StateStores> states, Engine engine, Secrets secrets) {
        return new SourceRuntime(
                providers,
                states,
                engine,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                WINDOW_BYTES,
                secrets);
    }
}
