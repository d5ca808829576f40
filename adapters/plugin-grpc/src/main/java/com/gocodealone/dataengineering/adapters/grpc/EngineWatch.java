package com.gocodealone.dataengineering.adapters.grpc;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Notices that the engine is gone, for it does not say goodbye: neither when it is killed, nor when
 * it is stopped. Counting connections is thread-safe; asking is confined to a thread.
 */
final class EngineWatch extends ServerTransportFilter {
    /** How long nobody may be connected while the process that started this one lives. */
    static final Duration LONGEST_ALONE = Duration.ofSeconds(60);

    private final BooleanSupplier parentGone;
    private final LongSupplier nanos;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile long aloneSince;
    private boolean parentWasGone;

    /**
     * A watch.
     *
     * @param nanos the time, as {@link System#nanoTime} tells it
     */
    EngineWatch(BooleanSupplier parentGone, LongSupplier nanos) {
        this.parentGone = parentGone;
        this.nanos = nanos;
        this.aloneSince = nanos.getAsLong();
    }

    /** A watch over the process that started this one. */
    static EngineWatch overParent() {
        ProcessHandle self = ProcessHandle.current();
        Optional<ProcessHandle> parent = self.parent();
        BooleanSupplier gone =
                () -> parent.isPresent() && (hasAnother(self, parent) || hasEnded(parent));
        return new EngineWatch(gone, System::nanoTime);
    }

    /** An orphan gets another parent, even while nobody has yet asked what became of the first. */
    private static boolean hasAnother(ProcessHandle self, Optional<ProcessHandle> parent) {
        return !self.parent().equals(parent);
    }

    private static boolean hasEnded(Optional<ProcessHandle> parent) {
        return parent.filter(ProcessHandle::isAlive).isEmpty();
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        connections.incrementAndGet();
        return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        aloneSince = nanos.getAsLong();
        connections.decrementAndGet();
    }

    /**
     * Whether the engine is gone: its process is, and its connections too or since the last time
     * this was asked; or nobody has been connected for a minute.
     */
    boolean isEngineGone() {
        boolean alone = connections.get() == 0;
        boolean certain = parentWasGone;
        parentWasGone = parentGone.getAsBoolean();
        if (parentWasGone) {
            return alone || certain;
        }
        return alone && nanos.getAsLong() - aloneSince > LONGEST_ALONE.toNanos();
    }
}
