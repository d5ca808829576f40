package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.tenancy.Strategies;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Our strategies, and those that were dropped into {@code providers/}. Thread-safe. */
final class StrategyLoader implements Strategies {
    private final Lazy<List<TenancyStrategy>> ours =
            new Lazy<>(
                    () ->
                            ServiceLoader.load(TenancyStrategy.class).stream()
                                    .map(ServiceLoader.Provider::get)
                                    .toList());
    private final ProviderFolder<TenancyStrategy> droppedIn;

    StrategyLoader(ProviderFolder<TenancyStrategy> droppedIn) {
        this.droppedIn = droppedIn;
    }

    @Override
    public TenancyStrategy named(String name) {
        return ours.get().stream()
                .filter(one -> words(one).anyMatch(name::equals))
                .findFirst()
                .orElseGet(() -> droppedIn(name));
    }

    private TenancyStrategy droppedIn(String name) {
        if (droppedIn.has(name)) {
            return droppedIn.named(name);
        }
        List<String> known = ours.get().stream().map(TenancyStrategy::name).sorted().toList();
        String hint =
                Nearest.to(name, known)
                        .map("did you mean %s?"::formatted)
                        .orElse("known: " + String.join(", ", known));
        throw new Failure(
                Failure.Kind.INVALID,
                "strategy: there is no strategy \"%s\" (%s)".formatted(name, hint));
    }

    private static Stream<String> words(TenancyStrategy strategy) {
        return Stream.concat(Stream.of(strategy.name()), strategy.aliases().stream());
    }
}
