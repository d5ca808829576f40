package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes the events of a window to one trigger's workflow, as many at the same time as its order
 * allows. An event is done when its workflow has succeeded, or when it is dealt with as the trigger
 * says. Once its round is over it fires no more. It has a thread of its own; {@link #done}, {@link
 * #trouble} and {@link #fatal} may be asked by any.
 */
final class Delivery implements AutoCloseable {
    private final Subscription subscription;
    private final Subscribers.Round round;
    private final Engine engine;
    private final Window window;
    private final EventWriter writer;
    private final Workload work;
    private final InFlight inFlight;
    private final Retries retries = new Retries();
    private final FailurePolicy policy;
    private final Thread thread;
    private volatile long done;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable Failure fatal;

    private Delivery(
            String sourceId,
            Subscription subscription,
            Subscribers.Round round,
            DeliveryRuntime runtime,
            Window window) {
        this.subscription = subscription;
        this.round = round;
        this.engine = runtime.engine();
        this.window = window;
        this.writer = new EventWriter(sourceId, subscription, engine);
        this.work = workload(subscription, window, writer);
        this.inFlight = new InFlight(subscription.options().mostInFlight(), this::wake);
        this.policy = new FailurePolicy(sourceId, subscription, runtime, writer);
        this.thread =
                Thread.ofVirtual()
                        .name("cdc-%s-%s".formatted(sourceId, subscription.workflow()))
                        .unstarted(this::run);
    }

    private static Workload workload(Subscription subscription, Window window, EventWriter writer) {
        Reading reading = new Reading(window, subscription.filter());
        Order order = subscription.options().order();
        BatchOptions batch = subscription.options().batch();
        Loading loading =
                batch == null
                        ? new Loading.Singles(reading)
                        : new Batches(reading, writer, batch, order);
        return new Workload(reading, loading, order);
    }

    static Delivery start(
            String sourceId,
            Subscription subscription,
            Subscribers.Round round,
            DeliveryRuntime runtime,
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

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        Runnable waker = this::wake;
        window.addReader(waker);
        try {
            while (true) {
                throwIfOver();
                land();
                retries.moveDue(work.ready());
                boolean moved = startNext();
                report();
                if (!moved) {
                    LockSupport.parkNanos(Math.min(retries.nanosToNext(), work.nanosToNext()));
                }
            }
        } catch (InterruptedException closedOrOver) {
            Thread.currentThread().interrupt();
        } catch (Failure failure) {
            giveUp(failure);
        } catch (RuntimeException | Error bug) {
            giveUp(new Failure(Failure.Kind.INVALID, "an event cannot be delivered: " + bug, bug));
        } finally {
            window.removeReader(waker);
        }
    }

    private void giveUp(Failure failure) {
        fatal = failure;
        window.progressed();
    }

    private void throwIfOver() throws InterruptedException {
        if (Thread.interrupted() || round.isOver()) {
            throw new InterruptedException();
        }
    }

    /** Deals with the runs that have ended. */
    private void land() {
        for (InFlight.Landing end = inFlight.poll(); end != null; end = inFlight.poll()) {
            if (end.failure() == null) {
                subscription.counts().delivered(end.job().part().size());
                partOver(end.job());
            } else {
                failed(end.job(), asFailure(end.failure()));
            }
        }
    }

    private static Failure asFailure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        return cause instanceof Failure failure
                ? failure
                : new Failure(Failure.Kind.UNAVAILABLE, String.valueOf(cause), cause);
    }

    /** Starts one job, or finds one; says whether there was something to do. */
    private boolean startNext() throws InterruptedException {
        boolean moved = false;
        while (true) {
            throwIfOver();
            Job job = inFlight.hasRoom() ? work.poll() : null;
            if (job != null) {
                start(job);
            } else if (!work.load()) {
                return moved;
            }
            moved = true;
        }
    }

    private void start(Job job) {
        if (job.doom() != null) {
            act(job, policy.putAside(job));
            return;
        }
        policy.remember(job);
        Engine.Payload payload;
        try {
            payload = writer.write(job.part());
        } catch (Failure failure) {
            failed(job, failure);
            return;
        }
        inFlight.add(job, engine.fire(subscription.workflow(), writer.action(), payload));
    }

    private void failed(Job job, Failure failure) {
        subscription.counts().failed(failure.fact());
        act(job, policy.failed(job, failure));
    }

    private void act(Job job, FailurePolicy.Next next) {
        switch (next) {
            case FailurePolicy.Over() -> partOver(job);
            case FailurePolicy.AtOnce() -> work.ready().addFirst(job);
            case FailurePolicy.Later(var delay, var reason) -> retries.later(job, delay, reason);
        }
    }

    private void partOver(Job job) {
        retries.over(job);
        if (job.nextPart()) {
            work.ready().addFirst(job);
        } else {
            policy.finished(job);
            work.finish(job);
        }
    }

    private void report() {
        trouble = retries.trouble();
        long now = work.done();
        if (now != done) {
            done = now;
            window.progressed();
        }
    }

    /** Ends the thread; an event that a workflow is busy with counts as not done. */
    @Override
    public void close() {
        thread.interrupt();
        Threads.join(thread);
    }
}
