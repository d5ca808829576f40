package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Takes the batches of a window to one trigger's workflow, in order and one event at a time; an
 * event is done when its workflow has succeeded, and is tried until it has. Once its round is over
 * it fires no more. It has a thread of its own; {@link #done}, {@link #trouble} and {@link #fatal}
 * may be asked by any.
 */
final class Delivery implements AutoCloseable {
    static final String ACTION = "cdc.change";

    private final String sourceId;
    private final Subscription subscription;
    private final Subscribers.Round round;
    private final Engine engine;
    private final Backoff backoff;
    private final Window window;
    private final Thread thread;
    private volatile long done;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable Failure fatal;

    private Delivery(
            String sourceId,
            Subscription subscription,
            Subscribers.Round round,
            SourceRuntime runtime,
            Window window) {
        this.sourceId = sourceId;
        this.subscription = subscription;
        this.round = round;
        this.engine = runtime.engine();
        this.backoff = runtime.deliveryBackoff();
        this.window = window;
        this.thread =
                Thread.ofVirtual()
                        .name("cdc-%s-%s".formatted(sourceId, subscription.workflow()))
                        .unstarted(this::run);
    }

    static Delivery start(
            String sourceId,
            Subscription subscription,
            Subscribers.Round round,
            SourceRuntime runtime,
            Window window) {
        Delivery delivery = new Delivery(sourceId, subscription, round, runtime, window);
        delivery.thread.start();
        return delivery;
    }

    /** The number of the last batch whose every event is done. */
    long done() {
        return done;
    }

    /** What is wrong right now, null when nothing is. */
    @Nullable Trouble trouble() {
        return trouble;
    }

    /** Why this delivery gave up; null while it has not. */
    @Nullable Failure fatal() {
        return fatal;
    }

    private void run() {
        try {
            while (true) {
                Window.Entry next = window.awaitAfter(done);
                for (ChangeEvent event : next.batch().events()) {
                    if (subscription.filter().wants(event)) {
                        deliver(event);
                    }
                }
                done = next.number();
                window.progressed();
            }
        } catch (InterruptedException closedOrOver) {
            Thread.currentThread().interrupt();
        } catch (Failure failure) {
            fatal = failure;
            window.progressed();
        } catch (RuntimeException | Error bug) {
            fatal = new Failure(Failure.Kind.INVALID, "an event cannot be delivered: " + bug, bug);
            window.progressed();
        }
    }

    private void deliver(ChangeEvent event) throws InterruptedException {
        Map<String, @Nullable Object> data = EventData.of(sourceId, event);
        for (int failures = 1; !succeeds(data, failures); failures++) {
            Trouble now = trouble;
            if (now != null) {
                TimeUnit.NANOSECONDS.sleep(
                        Duration.between(Instant.now(), now.nextRetryAt()).toNanos());
            }
        }
        trouble = null;
    }

    private boolean succeeds(Map<String, @Nullable Object> data, int failures)
            throws InterruptedException {
        if (Thread.interrupted() || round.isOver()) {
            throw new InterruptedException();
        }
        Future<Void> run = engine.fire(subscription.workflow(), ACTION, data);
        try {
            run.get();
            subscription.counts().delivered(1);
            return true;
        } catch (ExecutionException | CancellationException e) {
            Failure failure = asFailure(e);
            subscription.counts().failed(failure.fact());
            if (failure.kind() == Failure.Kind.INVALID) {
                throw failure;
            }
            trouble =
                    new Trouble(
                            "%s: %s".formatted(subscription.workflow(), failure.fact()),
                            Instant.now().plus(backoff.after(failures)));
            return false;
        }
    }

    private static Failure asFailure(Exception e) {
        Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
        return cause instanceof Failure failure
                ? failure
                : new Failure(Failure.Kind.UNAVAILABLE, String.valueOf(cause), e);
    }

    /** Ends the thread; an event that a workflow is busy with counts as not done. */
    @Override
    public void close() {
        thread.interrupt();
        Threads.join(thread);
    }
}
