package com.gocodealone.dataengineering.adapters.testing;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What the network is like. Thread-safe. */
final class Weather {
    enum Kind {
        CLEAR,
        CUT,
        FROZEN,
        SWALLOWING,
        SLOW
    }

    private static final long SLOW_NANOS_PER_BYTE = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turned = lock.newCondition();
    private volatile Kind kind = Kind.CLEAR;

    Kind kind() {
        return kind;
    }

    void turn(Kind next) {
        lock.lock();
        try {
            kind = next;
            turned.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes as long as {@code bytes} need to pass. */
    void pass(int bytes) {
        lock.lock();
        try {
            while (kind == Kind.FROZEN) {
                turned.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (kind == Kind.SLOW) {
            LockSupport.parkNanos(bytes * SLOW_NANOS_PER_BYTE);
        }
    }
}
