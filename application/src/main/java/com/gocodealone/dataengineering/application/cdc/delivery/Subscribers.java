package com.gocodealone.dataengineering.application.cdc.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The triggers of one source. An acknowledgement has to wait for every trigger there is, so events
 * flow only while all that were created are started: the engine creates all of them before it
 * starts the first, and stops them one by one. Once one is stopped, nothing flows until one starts
 * again. Thread-safe.
 */
public final class Subscribers {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Subscription, Boolean> started = new LinkedHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong joins = new AtomicLong();
    private boolean held;

    public void created(Subscription subscription) {
        change(
                () -> {
                    joins.incrementAndGet();
                    started.put(subscription, false);
                    return true;
                });
    }

    public void started(Subscription subscription) {
        change(
                () -> {
                    boolean news = held || !Boolean.TRUE.equals(started.get(subscription));
                    started.put(subscription, true);
                    held = false;
                    return news;
                });
    }

    public void stopped(Subscription subscription) {
        change(
                () -> {
                    boolean wasStarted = Boolean.TRUE.equals(started.replace(subscription, false));
                    held |= wasStarted;
                    return wasStarted;
                });
    }

    public void destroyed(Subscription subscription) {
        change(
                () -> {
                    Boolean wasStarted = started.remove(subscription);
                    held |= Boolean.TRUE.equals(wasStarted);
                    return wasStarted != null;
                });
    }

    private void change(BooleanSupplier change) {
        lock.lock();
        try {
            if (change.getAsBoolean()) {
                changes.incrementAndGet();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** All there are, with whether they are started, in the order in which they were created. */
    public Map<Subscription, Boolean> all() {
        lock.lock();
        try {
            return new LinkedHashMap<>(started);
        } finally {
            lock.unlock();
        }
    }

    /** Who gets events now. */
    public Round round() {
        lock.lock();
        try {
            boolean all = !held && !started.containsValue(false);
            List<Subscription> members = all ? List.copyOf(started.keySet()) : List.of();
            return new Round(members, changes.get(), joins.get());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@code round} is over. */
    public void awaitEnd(Round round) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!round.isOver()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The time during which the same triggers get events. Immutable. */
    public final class Round {
        private final List<Subscription> members;
        private final long change;
        private final long join;

        private Round(List<Subscription> members, long change, long join) {
            this.members = members;
            this.change = change;
            this.join = join;
        }

        /** Those who get events: all there are, or none. */
        public List<Subscription> members() {
            return members;
        }

        /** Whether somebody was created, started, stopped or destroyed since. */
        public boolean isOver() {
            return changes.get() != change;
        }

        /**
         * Whether somebody was created since, who has a right to all that the others are not done
         * with.
         */
        public boolean somebodyJoined() {
            return joins.get() != join;
        }
    }
}
