package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the engine created and not yet destroyed, by handle. Thread-safe. */
final class Handles<T> {
    private final ConcurrentMap<String, T> held = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final String what;

    /**
     * An empty table.
     *
     * @param what the word for one of them in a sentence
     */
    Handles(String what) {
        this.what = what;
    }

    String add(T thing) {
        String handle = what + "-" + last.incrementAndGet();
        held.put(handle, thing);
        return handle;
    }

    T get(String handle) {
        return known(handle, held.get(handle));
    }

    /** Removes it from the table; of two callers only one gets it. */
    T take(String handle) {
        return known(handle, held.remove(handle));
    }

    /** Nothing happens when it is gone already. */
    void forget(String handle) {
        held.remove(handle);
    }

    private T known(String handle, @Nullable T thing) {
        if (thing == null) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    "no %s has the handle \"%s\": it was never created, or is destroyed already"
                            .formatted(what, handle));
        }
        return thing;
    }

    Collection<T> all() {
        return held.values();
    }
}
