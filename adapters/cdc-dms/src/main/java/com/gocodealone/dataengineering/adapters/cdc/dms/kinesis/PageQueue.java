package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pages on their way from the shards' threads to the stream's. Bounded: while it is full nothing is
 * read, so it holds at most one page of each shard more than it should. Thread-safe.
 */
public final class PageQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Deque<Page> pages = new ArrayDeque<>();
    private final long maxBytes;
    private long bytes;
    private @Nullable Failure end;
    private volatile long queuedBytes;
    private volatile long queuedRecords;
    private volatile @Nullable Instant oldest;

    public PageQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    long maxBytes() {
        return maxBytes;
    }

    /** Waits until something may be read. */
    void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (bytes >= maxBytes) {
                notFull.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void put(Page page) {
        lock.lock();
        try {
            pages.addLast(page);
            remember(page.bytes());
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next page as soon as there is one; null after {@code nanos}.
     *
     * @throws Failure when no more will come; what came before is given first
     */
    public @Nullable Page take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (pages.isEmpty() && end == null && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            Page page = pages.pollFirst();
            if (page == null) {
                if (end != null) {
                    throw end;
                }
                return null;
            }
            remember(-page.bytes());
            notFull.signalAll();
            return page;
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything that was put was taken. */
    public boolean isEmpty() {
        lock.lock();
        try {
            return pages.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void remember(long more) {
        bytes += more;
        queuedBytes = bytes;
        long records = 0;
        Instant first = null;
        for (Page page : pages) {
            records += page.records().size();
            first =
                    first == null && !page.records().isEmpty()
                            ? page.records().getFirst().arrivedAt()
                            : first;
        }
        queuedRecords = records;
        oldest = first;
    }

    /** Behind what is in here, {@link #take} throws {@code failure}. */
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

    /** Never blocks. */
    public long queuedRecords() {
        return queuedRecords;
    }

    /** Never blocks. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** When the oldest record in here arrived; null when there is none. Never blocks. */
    public @Nullable Instant oldest() {
        return oldest;
    }
}
