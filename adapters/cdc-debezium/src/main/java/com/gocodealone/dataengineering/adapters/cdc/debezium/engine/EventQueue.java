package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Items on their way from Debezium's thread to the stream's, which is woken once for a batch or for
 * {@link #flush}. Bounded in bytes. Thread-safe.
 */
public final class EventQueue {
    private static final int BATCH_EVENTS = 256;
    private static final long BATCH_BYTES = 256 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Deque<Item> items = new ArrayDeque<>();
    private final long maxBytes;
    private long bytes;
    private long events;
    private boolean closed;
    private @Nullable Failure end;
    private volatile @Nullable Instant oldest;
    private volatile long queuedEvents;
    private volatile long queuedBytes;
    private volatile @Nullable Instant filledAt;

    public EventQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Waits for room; there always is room for one item.
     *
     * @throws InterruptedException also when the queue is closed
     */
    public void put(Item item) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && bytes > 0 && bytes + item.bytes() > maxBytes) {
                notEmpty.signal();
                notFull.await();
            }
            if (closed) {
                throw new InterruptedException();
            }
            if (item instanceof Item.Boundary
                    && items.peekLast() instanceof Item.Boundary last
                    && last.reached() == null) {
                items.removeLast(); // the newer one says all that it said
            }
            items.addLast(item);
            bytes += item.bytes();
            events += count(item);
            filledAt = Instant.now();
            remember();
            if (events >= BATCH_EVENTS || bytes >= BATCH_BYTES) {
                notEmpty.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes whoever waits in {@link #take}: nothing follows right now. */
    public void flush() {
        lock.lock();
        try {
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next items, about a batch, as soon as there is one; none after {@code maxNanos}.
     *
     * @throws Failure when no more will come
     */
    public List<Item> take(long maxNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = maxNanos;
            while (items.isEmpty() && end == null && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            if (end != null) {
                throw end;
            }
            List<Item> taken = takeBatch();
            remember();
            notFull.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private List<Item> takeBatch() {
        List<Item> taken = new ArrayList<>();
        int count = 0;
        long size = 0;
        while (!items.isEmpty() && (count == 0 || fits(items.getFirst(), count, size))) {
            Item item = items.removeFirst();
            taken.add(item);
            count += count(item);
            size += item.bytes();
        }
        bytes -= size;
        events -= count;
        return taken;
    }

    private static boolean fits(Item next, int events, long size) {
        return events + count(next) <= BATCH_EVENTS && size + next.bytes() <= BATCH_BYTES;
    }

    private static int count(Item item) {
        return switch (item) {
            case Item.Group group -> group.events().size();
            case Item.Read read -> 1;
            case Item.Boundary boundary -> 0;
            case Item.Structured structured -> 0;
        };
    }

    private void remember() {
        queuedBytes = bytes;
        queuedEvents = events;
        oldest = null;
        for (Item item : items) { // what has no change is followed by what has
            Instant committedAt = item.committedAt();
            if (committedAt != null) {
                oldest = committedAt;
                return;
            }
        }
    }

    /** When the oldest change in here was committed; null when there is none. Never blocks. */
    public @Nullable Instant oldest() {
        return oldest;
    }

    /** How many changes are in here. Never blocks. */
    public long queuedEvents() {
        return queuedEvents;
    }

    /** About how much memory they take. Never blocks. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** When something last came from the source; null when nothing did yet. Never blocks. */
    public @Nullable Instant filledAt() {
        return filledAt;
    }

    /** From now on {@link #take} throws {@code failure}. */
    public void fail(Failure failure) {
        lock.lock();
        try {
            if (end == null) {
                end = failure;
            }
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go whoever waits in {@link #put}. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
