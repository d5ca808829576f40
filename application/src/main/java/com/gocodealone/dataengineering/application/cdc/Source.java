package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/** A source that was configured, running or not. Thread-safe. */
final class Source {
    private final ReentrantLock lock = new ReentrantLock();
    private final SourceSpec spec;
    private final String owner;
    private final CdcProvider provider;
    private final Subscribers subscribers;
    private final SourceRuntime runtime;
    private volatile @Nullable StreamRunner runner;

    /**
     * A source that is stopped.
     *
     * @param owner the module or step that configured it, for sentences
     */
    Source(
            SourceSpec spec,
            String owner,
            CdcProvider provider,
            Subscribers subscribers,
            SourceRuntime runtime) {
        this.spec = spec;
        this.owner = owner;
        this.provider = provider;
        this.subscribers = subscribers;
        this.runtime = runtime;
    }

    SourceSpec spec() {
        return spec;
    }

    String owner() {
        return owner;
    }

    boolean isRunning() {
        StreamRunner current = runner;
        return current != null && current.isRunning();
    }

    /** Nothing happens when it runs already. */
    void start() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!isRunning()) {
                runner = StreamRunner.start(spec, provider, subscribers, runtime);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing happens when it is stopped already. */
    void stop() {
        lock.lock();
        try {
            StreamRunner current = runner;
            if (current != null) {
                current.close();
                runner = null;
            }
        } finally {
            lock.unlock();
        }
    }

    SourceStatus status() {
        StreamRunner current = runner;
        return current == null ? SourceStatus.STOPPED : current.status();
    }
}
