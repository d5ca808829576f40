package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The batches that were read and are not acknowledged yet, numbered from 1. The runner adds and
 * removes them; every delivery goes through them at its own speed. Bounded in bytes. Thread-safe.
 */
public final class Window {
    /** What no delivery has begun with is held back here for less than this many bytes. */
    private static final long READ_AHEAD_BYTES = 256 << 10;

    /** A batch with its number. */
    public record Entry(long number, ChangeBatch batch) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private final long maxBytes;
    private long bytes;
    private long finishedBytes;
    private @Nullable Position finished;
    private long removed;
    private long begun;
    private long untouchedBytes;
    private long progress;

    public Window(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Whether another batch may be added. One always may when there is none; else only when a
     * delivery will soon want it, since changes that wait long cost the garbage collector much.
     */
    public boolean hasRoom() {
        lock.lock();
        try {
            return isEmpty() || (bytes < maxBytes && untouchedBytes < READ_AHEAD_BYTES);
        } finally {
            lock.unlock();
        }
    }

    public boolean isEmpty() {
        lock.lock();
        try {
            return entries.isEmpty() && finished == null;
        } finally {
            lock.unlock();
        }
    }

    public void add(ChangeBatch batch) {
        lock.lock();
        try {
            entries.addLast(new Entry(removed + entries.size() + 1, batch));
            bytes += batch.bytes();
            untouchedBytes += batch.bytes();
        } finally {
            lock.unlock();
        }
        readers.forEach(Runnable::run);
    }

    /** The first batch after number {@code last} that is not removed; null while there is none. */
    @Nullable Entry after(long last) {
        lock.lock();
        try {
            long skip = Math.max(0, last - removed);
            Entry entry = entries.stream().skip(skip).findFirst().orElse(null);
            if (entry != null) {
                begin(entry);
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    private void begin(Entry entry) {
        if (entry.number() > begun) {
            begun = entry.number();
            untouchedBytes -= entry.batch().bytes();
            changed.signalAll();
        }
    }

    /** Runs {@code reader} after every batch that is added; it must not block. */
    void addReader(Runnable reader) {
        readers.add(reader);
    }

    void removeReader(Runnable reader) {
        readers.remove(reader);
    }

    /** Lets go of the changes of the batches up to number {@code done}; they count as before. */
    public void finishUpTo(long done) {
        lock.lock();
        try {
            while (!entries.isEmpty() && entries.getFirst().number() <= done) {
                ChangeBatch batch = entries.removeFirst().batch();
                finished = batch.last();
                finishedBytes += batch.bytes();
                removed++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Up to where every trigger is done; null when that is acknowledged. */
    public @Nullable Position finished() {
        lock.lock();
        try {
            return finished;
        } finally {
            lock.unlock();
        }
    }

    /** Makes room: {@link #finished} is acknowledged. */
    public void acknowledged() {
        lock.lock();
        try {
            bytes -= finishedBytes;
            finishedBytes = 0;
            finished = null;
        } finally {
            lock.unlock();
        }
    }

    /** Says that a delivery got on. */
    void progressed() {
        lock.lock();
        try {
            progress++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a delivery gets on, at most {@code atMost}. */
    public void awaitProgress(Duration atMost) throws InterruptedException {
        await(atMost, () -> false);
    }

    /** Waits until there is room or a delivery gets on, at most {@code atMost}. */
    public void awaitRoom(Duration atMost) throws InterruptedException {
        await(atMost, this::hasRoom);
    }

    private void await(Duration atMost, BooleanSupplier enough) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long seen = progress;
            long left = atMost.toNanos();
            while (progress == seen && !enough.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
