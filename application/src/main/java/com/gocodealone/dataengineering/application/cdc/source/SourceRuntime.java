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
 */
public record SourceRuntime(
        Providers providers, DeliveryRuntime delivery, Backoff openBackoff, Room room) {

    private static final Room ROOM = new Room(512L << 10, 8L << 20);

    /**
     * What one source may hold in memory.
     *
     * @param queuedBytes of changes that its stream has read ahead
     * @param windowBytes of changes that are delivered and not acknowledged
     */
    public record Room(long queuedBytes, long windowBytes) {}

    /** With the waits and bounds that serve in production. */
    public static SourceRuntime of(
            Providers providers, Supplier<StateStores> states, Engine engine, Secrets secrets) {
        Backoff deliveries = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
        return new SourceRuntime(
                providers,
                new DeliveryRuntime(states, engine, secrets, deliveries),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                ROOM);
    }

    /** Where the sources and their deliveries keep what must outlive the process. */
    Supplier<StateStores> states() {
        return delivery.states();
    }
}
