package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.Failure;
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

    /** Guarded by the lock. */
    private boolean admitted;

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

    /** From now on it may be started. */
    void admit() {
        change(() -> admitted = true);
    }

    /** Stops it for good, or until it is admitted again. */
    void retire() {
        change(
                () -> {
                    admitted = false;
                    close();
                });
    }

    /** Waits for the first attempt to open it; nothing more happens when it runs already. */
    void start() throws InterruptedException {
        try {
            running().awaitFirstAttempt();
        } catch (InterruptedException e) {
            stop();
            throw e;
        }
    }

    private StreamRunner running() {
        lock.lock();
        try {
            if (!admitted) {
                throw new Failure(
                        Failure.Kind.CONFLICT,
                        "source %s cannot start: %s was stopped".formatted(spec.sourceId(), owner));
            }
            StreamRunner current = runner;
            if (current == null || !current.isRunning()) {
                current = StreamRunner.start(spec, provider, subscribers, runtime);
                runner = current;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing happens when it is stopped already. */
    void stop() {
        change(this::close);
    }

    private void close() {
        StreamRunner current = runner;
        if (current != null) {
            current.close();
            runner = null;
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    SourceStatus status() {
        StreamRunner current = runner;
        return current == null ? SourceStatus.STOPPED : current.status();
    }
}
