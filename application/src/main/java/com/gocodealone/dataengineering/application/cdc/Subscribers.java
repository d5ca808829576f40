package com.gocodealone.dataengineering.application.cdc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The triggers of one source. An acknowledgement has to wait for every trigger there is, so events
 * flow only while all that were created are started: the engine creates all of them before it
 * starts the first, and stops them one by one. Once one is stopped, nothing flows until one starts
 * again. Thread-safe.
 */
final class Subscribers {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Subscription, Boolean> started = new LinkedHashMap<>();
    private boolean held;
    private long version;

    void created(Subscription subscription) {
        change(() -> started.put(subscription, false));
    }

    void started(Subscription subscription) {
        change(
                () -> {
                    started.put(subscription, true);
                    held = false;
                });
    }

    void stopped(Subscription subscription) {
        change(
                () -> {
                    boolean wasStarted = Boolean.TRUE.equals(started.replace(subscription, false));
                    held |= wasStarted;
                });
    }

    void destroyed(Subscription subscription) {
        change(
                () -> {
                    boolean wasStarted = Boolean.TRUE.equals(started.remove(subscription));
                    held |= wasStarted;
                });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Goes up whenever {@link #ready} may have another answer. */
    long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    /** Those who get events now: all, or none. */
    List<Subscription> ready() {
        lock.lock();
        try {
            boolean all = !held && !started.containsValue(false);
            return all ? new ArrayList<>(started.keySet()) : List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until somebody is created, started, stopped or destroyed after {@code seen}. */
    void awaitChange(long seen) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (version == seen) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
