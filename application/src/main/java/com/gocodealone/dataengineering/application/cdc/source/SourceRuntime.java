package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.cdc.delivery.Backoff;
import com.gocodealone.dataengineering.application.cdc.delivery.DeliveryRuntime;
import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.StateStores;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What every source needs from its surroundings. Immutable.
 *
 * @param openBackoff between attempts to open a source that was lost
 * @param maxWindowBytes how many bytes of delivered but unacknowledged changes a source may hold
 */
public record SourceRuntime(
        Providers providers, DeliveryRuntime delivery, Backoff openBackoff, long maxWindowBytes) {

    private static final long WINDOW_BYTES = 8L << 20;

    /** With the waits and bounds that serve in production. */
    public static SourceRuntime of(
            Providers providers, Supplier<StateStores> states, Engine engine, Secrets secrets) {
        Backoff deliveries = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
        return new SourceRuntime(
                providers,
                new DeliveryRuntime(states, engine, secrets, deliveries),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                WINDOW_BYTES);
    }

    /** Where the sources and their deliveries keep what must outlive the process. */
    Supplier<StateStores> states() {
        return delivery.states();
    }
}
