package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.Failure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The deliveries of one window to all of a source's triggers. Thread-safe. */
public final class Deliveries implements AutoCloseable {
    private final List<Delivery> all;

    private Deliveries(List<Delivery> all) {
        this.all = all;
    }

    public static Deliveries start(
            String sourceId, Subscribers.Round round, DeliveryRuntime runtime, Window window) {
        return new Deliveries(
                round.members().stream()
                        .map(one -> Delivery.start(sourceId, one, round, runtime, window))
                        .toList());
    }

    /** The number of the last batch that every trigger is done with: the slowest decides. */
    public long done() {
        return all.stream().mapToLong(Delivery::done).min().orElse(0);
    }

    /** What keeps one of them from getting on right now. */
    public Optional<Trouble> trouble() {
        return all.stream().map(Delivery::trouble).filter(Objects::nonNull).findFirst();
    }

    /**
     * Says why one of them gave up, if one did.
     *
     * @throws Failure that made one of them give up
     */
    public void throwIfFatal() {
        all.stream()
                .map(Delivery::fatal)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(
                        failure -> {
                            throw failure;
                        });
    }

    @Override
    public void close() {
        all.forEach(Delivery::close);
    }
}
