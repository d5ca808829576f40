package io.debezium.connector.base;

import io.debezium.pipeline.Sizeable;
import io.debezium.util.LoggingContext.PreviousContext;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes the place of Debezium's class of the same name, which looks for records once every poll
 * interval and spins through the last millisecond of each: a tenth of a core for nothing. This one
 * sleeps until a record comes, then gathers a batch for at most the poll interval. One thread
 * polls; any may enqueue.
 */
public class ChangeEventQueue<T extends Sizeable> implements ChangeEventQueueMetrics {
    /** After so long without a record the poller gets an empty batch, to look whether to stop. */
    private static final long IDLE_NANOS = Duration.ofMillis(250).toNanos();

    private final Builder<T> bounds;
    private final QueueProvider<T> queue;
    private final Queue<Long> sizes = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final AtomicReference<@Nullable T> held = new AtomicReference<>();
    private final AtomicLong bytes = new AtomicLong();
    private final Supplier<PreviousContext> context;
    private volatile boolean buffering;
    private volatile @Nullable RuntimeException failure;

    private ChangeEventQueue(Builder<T> bounds, QueueProvider<T> queue) {
        this.bounds = bounds;
        this.queue = queue;
        this.context = Objects.requireNonNull(bounds.context);
        this.buffering = bounds.buffering;
    }

    /** Waits for room. With buffering, the record before {@code record} goes in, not this one. */
    public void enqueue(@Nullable T record) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        T next = record != null && buffering ? held.getAndSet(record) : record;
        if (next != null) {
            doEnqueue(next);
        }
    }

    /** Puts in the record that buffering held back, as {@code change} makes it. */
    public void flushBuffer(Function<T, T> change) throws InterruptedException {
        T last = held.getAndSet(null);
        if (last != null) {
            doEnqueue(change.apply(last));
        }
    }

    /** The buffer is flushed by now. */
    public void disableBuffering() {
        buffering = false;
    }

    public void enableBuffering() {
        buffering = true;
    }

    protected void doEnqueue(T record) throws InterruptedException {
        long size = bounds.maxBytes > 0 ? record.objectSize() : 0;
        lock.lockInterruptibly();
        try {
            while (queue.size() >= bounds.maxQueueSize || isFullOfBytes()) {
                drained.await();
            }
            queue.enqueue(record);
            sizes.add(size);
            bytes.addAndGet(size);
            if (queue.size() == 1 || isBatch()) {
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next records, none when there were none for a while.
     *
     * @throws RuntimeException that the producer ended with
     */
    public List<T> poll() throws InterruptedException {
        PreviousContext before = context.get();
        lock.lockInterruptibly();
        try {
            await(1, IDLE_NANOS);
            if (queue.size() > 0) {
                await(bounds.maxBatchSize, bounds.pollInterval.toNanos());
            }
            RuntimeException failed = failure;
            if (failed != null) {
                throw failed;
            }
            List<T> batch = takeBatch();
            drained.signalAll();
            return batch;
        } finally {
            lock.unlock();
            before.restore();
        }
    }

    private void await(int records, long atMostNanos) throws InterruptedException {
        long left = atMostNanos;
        while (queue.size() < records && !isFullOfBytes() && failure == null && left > 0) {
            left = filled.awaitNanos(left);
        }
    }

    private List<T> takeBatch() throws InterruptedException {
        int count = Math.min(queue.size(), bounds.maxBatchSize);
        List<T> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            batch.add(queue.poll());
            bytes.addAndGet(-sizes.remove());
        }
        return batch;
    }

    private boolean isBatch() {
        return queue.size() >= bounds.maxBatchSize || isFullOfBytes();
    }

    private boolean isFullOfBytes() {
        return bounds.maxBytes > 0 && bytes.get() >= bounds.maxBytes;
    }

    /** From now on {@link #poll} throws {@code exception}. */
    public void producerException(RuntimeException exception) {
        failure = exception;
        lock.lock();
        try {
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int totalCapacity() {
        return bounds.maxQueueSize;
    }

    @Override
    public int remainingCapacity() {
        return bounds.maxQueueSize - queue.size();
    }

    @Override
    public long maxQueueSizeInBytes() {
        return bounds.maxBytes;
    }

    @Override
    public long currentQueueSizeInBytes() {
        return bytes.get();
    }

    public boolean isBuffered() {
        return buffering;
    }

    /** What Debezium says of a queue before it makes one. Confined to a thread. */
    public static class Builder<T extends Sizeable> {
        private Duration pollInterval = Duration.ZERO;
        private int maxQueueSize;
        private int maxBatchSize;
        private long maxBytes;
        private boolean buffering;
        private @Nullable Supplier<PreviousContext> context;
        private @Nullable QueueProvider<T> provider;

        public Builder<T> pollInterval(Duration pollInterval) {
            this.pollInterval = pollInterval;
            return this;
        }

        public Builder<T> maxQueueSize(int maxQueueSize) {
            this.maxQueueSize = maxQueueSize;
            return this;
        }

        public Builder<T> maxBatchSize(int maxBatchSize) {
            this.maxBatchSize = maxBatchSize;
            return this;
        }

        public Builder<T> loggingContextSupplier(Supplier<PreviousContext> context) {
            this.context = context;
            return this;
        }

        public Builder<T> maxQueueSizeInBytes(long maxQueueSizeInBytes) {
            this.maxBytes = maxQueueSizeInBytes;
            return this;
        }

        public Builder<T> queueProvider(@Nullable QueueProvider<T> provider) {
            this.provider = provider;
            return this;
        }

        public Builder<T> buffering() {
            buffering = true;
            return this;
        }

        public ChangeEventQueue<T> build() {
            return new ChangeEventQueue<>(
                    this,
                    Objects.requireNonNullElseGet(
                            provider, () -> new DefaultQueueProvider<>(maxQueueSize)));
        }
    }
}
