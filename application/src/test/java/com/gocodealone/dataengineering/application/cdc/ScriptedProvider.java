package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens streams on a {@link ScriptedLog}, and fails when a test says so. Thread-safe. */
final class ScriptedProvider implements CdcProvider {
    private final ScriptedLog log;
    private final Deque<Throwable> openFailures = new ArrayDeque<>();
    private final Deque<Throwable> releaseFailures = new ArrayDeque<>();
    private final Deque<Throwable> pollFailures = new ArrayDeque<>();
    private final Deque<Throwable> acknowledgeFailures = new ArrayDeque<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable Failure invalid;
    private @Nullable Failure swallows;
    private final AtomicInteger swallowed = new AtomicInteger();
    private boolean held;
    private boolean deaf;
    private boolean openHangs;
    private Set<Capability> capabilities = Set.of();
    private final List<StreamContext.Begin> beginnings = new ArrayList<>();
    private final List<String> wishes = new ArrayList<>();
    private final AtomicInteger releases = new AtomicInteger();
    private volatile StreamStatus.Activity activity =
            new StreamStatus.Activity(ScriptedLog.COMMITTED, null, null, null);
    private volatile StreamStatus.Lag lag =
            new StreamStatus.Lag(ScriptedLog.EVENT_BYTES, Duration.ofMillis(1500), null);
    private volatile List<SnapshotProgress> snapshots = List.of();

    ScriptedProvider(ScriptedLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public synchronized Set<Capability> capabilities() {
        return capabilities;
    }

    /** From now on it says that it can do this. */
    synchronized void offer(Capability... offered) {
        capabilities = Set.of(offered);
    }

    @Override
    public List<String> release(SourceSpec source, StreamContext context) {
        synchronized (this) {
            failWith(releaseFailures);
        }
        releases.incrementAndGet();
        return List.of("slot of " + source.sourceId());
    }

    synchronized void failRelease(Throwable failure) {
        releaseFailures.add(failure);
    }

    /** How often what the source keeps was given up. */
    int releases() {
        return releases.get();
    }

    /** Where the streams that were opened began. */
    synchronized List<StreamContext.Begin> beginnings() {
        return List.copyOf(beginnings);
    }

    /** From now on every stream's status says this. */
    void say(StreamStatus.Activity now) {
        activity = now;
    }

    /** From now on every stream's status says this. */
    void say(StreamStatus.Lag now) {
        lag = now;
    }

    /** From now on every stream's status says this. */
    void say(List<SnapshotProgress> now) {
        snapshots = now;
    }

    StreamStatus status(Position acknowledged) {
        return new StreamStatus(
                StreamStatus.Phase.STREAMING, acknowledged, activity, lag, snapshots, List.of());
    }

    synchronized void wished(String what) {
        wishes.add(what);
    }

    /** The snapshots that were asked for and cancelled. */
    synchronized List<String> wishes() {
        return List.copyOf(wishes);
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
            beginnings.add(context.begin());
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

    /** From now on a poll waits, and no interruption ends that. */
    synchronized void holdPollsForEver() {
        held = true;
        deaf = true;
    }

    synchronized void letPollsGo() {
        held = false;
        deaf = false;
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
            awaitRelease();
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

    private synchronized void awaitRelease() throws InterruptedException {
        while (held) {
            try {
                wait();
            } catch (InterruptedException e) {
                if (!deaf) {
                    throw e;
                }
                swallowed.incrementAndGet();
            }
        }
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

    /** How many interruptions ended nothing. */
    int swallowed() {
        return swallowed.get();
    }

    void afterPoll() {
        answered.incrementAndGet();
    }

    /** Whether a poll is under way. */
    boolean isPolling() {
        return answered.get() < polls.get();
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
