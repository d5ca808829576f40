package com.gocodealone.dataengineering.bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** Made when it is first wanted; when making it fails, the next call tries again. Thread-safe. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> making;
    private @Nullable T made;

    Lazy(Supplier<T> making) {
        this.making = making;
    }

    @Override
    public synchronized T get() {
        T thing = made;
        if (thing == null) {
            thing = making.get();
            made = thing;
        }
        return thing;
    }
}
