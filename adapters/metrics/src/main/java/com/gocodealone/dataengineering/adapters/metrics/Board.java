package com.gocodealone.dataengineering.adapters.metrics;

import com.gocodealone.dataengineering.application.plugin.Figure;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps a registry's meters in step with the figures: meters of what has come appear, those of what
 * has gone disappear. Thread-safe.
 */
final class Board {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<List<Figure>> figures;
    private final MeterRegistry registry;
    private final Map<Id, Reading> readings = new HashMap<>();
    private long readAt = System.nanoTime() - FRESH_NANOS;

    Board(Supplier<List<Figure>> figures, MeterRegistry registry) {
        this.figures = figures;
        this.registry = registry;
    }

    private record Id(String name, Map<String, String> tags) {}

    /** A meter and what it shows. */
    private final class Reading {
        private final Meter meter;
        private double value;

        Reading(Figure figure) {
            this.value = figure.value();
            this.meter = register(figure, this);
        }
    }

    /** Reads all figures anew. */
    synchronized void refresh() {
        readAt = System.nanoTime();
        Set<Id> there = new HashSet<>();
        for (Figure figure : figures.get()) {
            Id id = new Id(figure.name(), figure.tags());
            readings.computeIfAbsent(id, any -> new Reading(figure)).value = figure.value();
            there.add(id);
        }
        readings.forEach(
                (id, reading) -> {
                    if (!there.contains(id)) {
                        registry.remove(reading.meter);
                    }
                });
        readings.keySet().retainAll(there);
    }

    /** What a meter shows; a registry that collects by itself asks here. */
    private synchronized double valueOf(Reading reading) {
        if (System.nanoTime() - readAt > FRESH_NANOS) {
            refresh();
        }
        return reading.value;
    }

    private Meter register(Figure figure, Reading reading) {
        Tags tags =
                Tags.of(
                        figure.tags().entrySet().stream()
                                .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                                .toList());
        return switch (figure.kind()) {
            case GAUGE ->
                    Gauge.builder(figure.name(), reading, this::valueOf)
                            .description(figure.doc())
                            .baseUnit(figure.unit())
                            .tags(tags)
                            .register(registry);
            case COUNTER ->
                    FunctionCounter.builder(figure.name(), reading, this::valueOf)
                            .description(figure.doc())
                            .baseUnit(figure.unit())
                            .tags(tags)
                            .register(registry);
        };
    }
}
