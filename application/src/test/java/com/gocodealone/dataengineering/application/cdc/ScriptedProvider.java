package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens streams on a {@link ScriptedLog}, and fails when a test says so. Thread-safe. */
final class ScriptedProvider implements CdcProvider {
    private final ScriptedLog log;
    private final Deque<Throwable> openFailures = new ArrayDeque<>();
    private final Deque<Throwable> pollFailures = new ArrayDeque<>();
    private final Deque<Throwable> acknowledgeFailures = new ArrayDeque<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable Failure invalid;
    private @Nullable Failure swallows;
    private boolean held;
    private boolean openHangs;

    ScriptedProvider(ScriptedLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public synchronized void validate(SourceSpec source) {
        if (invalid != null) {
            throw invalid;
        }
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) throws InterruptedException {
        attempts.incrementAndGet();
        synchronized (this) {
            while (openHangs) {
                wait();
            }
            failWith(openFailures);
        }
        opened.incrementAndGet();
        return new ScriptedStream(log, this);
    }

    synchronized void refuse(Failure failure) {
        invalid = failure;
    }

    synchronized void failOpen(Throwable failure) {
        openFailures.add(failure);
    }

    synchronized void failPoll(Throwable failure) {
        pollFailures.add(failure);
    }

    synchronized void failAcknowledge(Throwable failure) {
        acknowledgeFailures.add(failure);
    }

    /** From now on opening takes for ever. */
    synchronized void hangOpen() {
        openHangs = true;
    }

    /** From now on a poll waits, whatever there is, until it is let go. */
    synchronized void holdPolls() {
        held = true;
    }

    /** From now on a poll waits; interrupted, it fails like a driver that knows no interruption. */
    synchronized void holdPollsAndSwallowInterruption(Failure failure) {
        held = true;
        swallows = failure;
    }

    synchronized void letPollsGo() {
        held = false;
        notifyAll();
    }

    /** The process is gone: whatever its streams still try fails. */
    synchronized void die() {
        Failure gone = new Failure(Failure.Kind.UNAVAILABLE, "the process is dead");
        for (Deque<Throwable> failures : List.of(openFailures, pollFailures, acknowledgeFailures)) {
            failures.clear();
            for (int i = 0; i < 10_000; i++) {
                failures.add(gone);
            }
        }
    }

    synchronized void beforePoll() throws InterruptedException {
        polls.incrementAndGet();
        waiting.incrementAndGet();
        try {
            while (held) {
                wait();
            }
        } catch (InterruptedException stopping) {
            if (swallows != null) {
                throw swallows;
            }
            throw stopping;
        } finally {
            waiting.decrementAndGet();
        }
        failWith(pollFailures);
    }

    synchronized void beforeAcknowledge() {
        failWith(acknowledgeFailures);
    }

    void streamClosed() {
        closed.incrementAndGet();
    }

    /** How often somebody tried to open a stream. */
    int attempts() {
        return attempts.get();
    }

    int opened() {
        return opened.get();
    }

    int closed() {
        return closed.get();
    }

    int polls() {
        return polls.get();
    }

    boolean isPollHeld() {
        return waiting.get() > 0;
    }

    private static void failWith(Deque<Throwable> failures) {
        switch (failures.poll()) {
            case RuntimeException failure -> throw failure;
            case Error error -> throw error;
            case null -> {}
            case Throwable other -> throw new IllegalStateException(other);
        }
    }
}
