package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What was read and not given yet. Bounded in bytes. Thread-safe. */
final class GroupQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Group> groups = new ArrayDeque<>();
    private final long maxBytes;
    private long bytes;
    private @Nullable Failure end;

    GroupQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Waits for room. */
    void put(Group group) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (bytes >= maxBytes) {
                changed.await();
            }
            groups.addLast(group);
            bytes += group.bytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void fail(Failure failure) {
        lock.lock();
        try {
            end = failure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next group, null when there is none for {@code maxNanos}. */
    @Nullable Group take(long maxNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = maxNanos;
            while (groups.isEmpty() && end == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (end != null) {
                throw end;
            }
            Group group = groups.pollFirst();
            if (group != null) {
                bytes -= group.bytes();
                changed.signalAll();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** At once. */
    @Nullable Group takeNow() throws InterruptedException {
        return take(0);
    }
}
