package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.cdc.delivery.Subscribers;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A source that was configured, running or not. Thread-safe. */
public final class Source {
    private final ReentrantLock lock = new ReentrantLock();
    private final SourceSetup setup;
    private final CdcProvider provider;
    private final Subscribers subscribers;
    private final SourceRuntime runtime;
    private final SourceMemory memory;
    private final Alerts alerts = new Alerts();
    private volatile @Nullable StreamRunner runner;
    private volatile @Nullable Retention lastRetention;

    /** Guarded by the lock. */
    private boolean admitted;

    /** A source that is stopped. */
    Source(
            SourceSetup setup,
            CdcProvider provider,
            Subscribers subscribers,
            SourceRuntime runtime) {
        this.setup = setup;
        this.provider = provider;
        this.subscribers = subscribers;
        this.runtime = runtime;
        this.memory = new SourceMemory(setup.id(), runtime.states());
    }

    public SourceSpec spec() {
        return setup.spec();
    }

    public String owner() {
        return setup.owner();
    }

    public SourceMemory memory() {
        return memory;
    }

    public Subscribers subscribers() {
        return subscribers;
    }

    public Alerts alerts() {
        return alerts;
    }

    public boolean isRunning() {
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
    public void start() throws InterruptedException {
        start(null);
    }

    /**
     * Waits for the first attempt to open it; nothing more happens when it runs already.
     *
     * @param decision what to do about a gap in this run; null leaves that to the configuration
     */
    public void start(SourcePolicy.@Nullable OnGap decision) throws InterruptedException {
        try {
            running(decision).awaitFirstAttempt();
        } catch (InterruptedException e) {
            stop();
            throw e;
        }
    }

    private StreamRunner running(SourcePolicy.@Nullable OnGap decision) {
        lock.lock();
        try {
            if (!admitted) {
                throw new Failure(
                        Failure.Kind.CONFLICT,
                        "source %s cannot start: %s was stopped".formatted(setup.id(), owner()));
            }
            StreamRunner current = runner;
            if (current == null || !current.isRunning()) {
                SourcePolicy policy = setup.policy().deciding(decision);
                policy.validate(provider.name(), provider.capabilities(setup.spec()));
                SourceSetup now = new SourceSetup(setup.spec(), policy, setup.owner());
                current = StreamRunner.start(now, provider, subscribers, runtime, memory);
                runner = current;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing happens when it is stopped already. */
    public void stop() {
        change(this::close);
    }

    /**
     * Stops it and gives up what the source keeps for it; it begins anew when it is started.
     *
     * @return what was given up, in words for a person
     * @throws Failure UNSUPPORTED when the provider cannot, UNAVAILABLE when it cannot now
     */
    public List<String> release() throws InterruptedException {
        if (!offers(Capability.RELEASE)) {
            throw new Failure(
                    Failure.Kind.UNSUPPORTED,
                    "drop_slot: provider %s has no slot to drop; stop source %s without it"
                            .formatted(provider.name(), setup.id()));
        }
        lock.lockInterruptibly();
        try {
            close();
            HostContext context =
                    new HostContext(memory.state(), runtime.room().queuedBytes(), Begin.RESUME);
            lastRetention = null;
            List<String> dropped = provider.release(setup.spec(), context);
            memory.gaps().released();
            memory.gaps().close();
            return dropped;
        } finally {
            lock.unlock();
        }
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

    public boolean offers(Capability capability) {
        return provider.capabilities(setup.spec()).contains(capability);
    }

    /**
     * The stream that is open now.
     *
     * @throws Failure CONFLICT that says why there is none
     */
    public ChangeStream stream() {
        StreamRunner current = runner;
        StreamRunner.Session open = current == null ? null : current.session();
        if (open != null) {
            return open.stream();
        }
        SourceStatus status = status();
        String error = status.error() == null ? "" : ": " + status.error();
        throw new Failure(
                Failure.Kind.CONFLICT,
                "source %s is not open now, it is %s%s"
                        .formatted(setup.id(), SourcePolicy.word(status.state()), error));
    }

    /** Never blocks. */
    public SourceStatus status() {
        StreamRunner current = runner;
        return current == null ? SourceStatus.STOPPED : SourceStatus.of(current, memory.throttle());
    }

    /** How far behind it is. Never blocks. */
    public StreamStatus.Lag lag() {
        StreamStatus stream = status().stream();
        return stream == null ? StreamStatus.Lag.UNKNOWN : stream.lag();
    }

    /** What the database keeps for it, as last seen while it was open; null when unknown. */
    public @Nullable Retention retention() {
        StreamStatus stream = status().stream();
        Retention now = stream == null ? null : stream.lag().retention();
        if (now != null) {
            lastRetention = now;
        }
        return lastRetention;
    }

    /** What {@code on_lag} warns of; null when it does not. */
    public @Nullable String lagWarning() {
        StreamRunner current = runner;
        return current == null ? null : current.lagWarning();
    }
}
