package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.cdc.delivery.Deliveries;
import com.gocodealone.dataengineering.application.cdc.delivery.Subscribers;
import com.gocodealone.dataengineering.application.cdc.delivery.Trouble;
import com.gocodealone.dataengineering.application.cdc.delivery.Window;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Moves the changes of one open stream to the source's triggers and acknowledges what all of them
 * are done with. Here lives the guarantee: {@link ChangeStream#acknowledge} is called for a batch
 * only after every trigger's workflow has succeeded for every event of it that the trigger wants.
 * Confined to the runner's thread, except {@link #trouble} and {@link #isPaused}.
 */
final class Pump {
    /** Long enough to cost nothing when idle; an interruption ends it at once. */
    private static final Duration IDLE_POLL = Duration.ofMillis(500);

    /** While events are on their way: how long an acknowledgement may wait for the next change. */
    private static final Duration BUSY_POLL = Duration.ofMillis(20);

    /** Under load an acknowledgement, which is a write to disk, is due this often. */
    private static final Duration ACKNOWLEDGE_EVERY = Duration.ofMillis(100);

    private final String sourceId;
    private final Subscribers subscribers;
    private final SourceRuntime runtime;
    private final ChangeStream stream;
    private final Window window;
    private final Throttle throttle;
    private Instant acknowledgedAt = Instant.now();
    private volatile @Nullable Deliveries deliveries;

    Pump(
            String sourceId,
            Subscribers subscribers,
            SourceRuntime runtime,
            ChangeStream stream,
            Throttle throttle) {
        this.sourceId = sourceId;
        this.subscribers = subscribers;
        this.runtime = runtime;
        this.stream = stream;
        this.throttle = throttle;
        this.window = new Window(runtime.room().windowBytes());
    }

    /** Runs until it is interrupted or something fails. */
    void run() throws InterruptedException {
        while (true) {
            Subscribers.Round round = subscribers.round();
            if (round.members().isEmpty()) {
                subscribers.awaitEnd(round);
            } else {
                deliverIn(round);
            }
        }
    }

    /** What keeps a trigger from getting on right now. */
    Optional<Trouble> trouble() {
        Deliveries current = deliveries;
        return current == null ? Optional.empty() : current.trouble();
    }

    /** Whether nobody takes events. */
    boolean isPaused() {
        return deliveries == null;
    }

    /**
     * In the end, what was done in the last moment is acknowledged, so that it does not come again.
     */
    private void deliverIn(Subscribers.Round round) throws InterruptedException {
        Deliveries current = Deliveries.start(sourceId, round, runtime.delivery(), window);
        deliveries = current;
        try {
            while (!round.isOver()) {
                current.throwIfFatal();
                boolean idle = !read();
                acknowledge(current, round, idle);
            }
            current.close();
            acknowledge(current, round, true);
        } catch (InterruptedException stopping) {
            current.close();
            acknowledge(current, round, true);
            throw stopping;
        } finally {
            deliveries = null;
            current.close();
        }
    }

    /** Reads on while there is room; says whether something came. */
    private boolean read() throws InterruptedException {
        if (throttle.heldByNow() != null) {
            window.awaitProgress(window.isEmpty() ? IDLE_POLL : ACKNOWLEDGE_EVERY);
            return false;
        }
        if (!window.hasRoom()) {
            window.awaitRoom(ACKNOWLEDGE_EVERY);
            return true;
        }
        ChangeBatch batch = stream.poll(window.isEmpty() ? IDLE_POLL : BUSY_POLL);
        if (batch.isEmpty()) {
            return false;
        }
        window.add(batch);
        return true;
    }

    /** Keeps no change longer than it must: what is done may wait for its acknowledgement. */
    private void acknowledge(Deliveries current, Subscribers.Round round, boolean atOnce)
            throws InterruptedException {
        if (!round.somebodyJoined()) {
            window.finishUpTo(current.done());
        }
        Instant now = Instant.now();
        if (!atOnce && now.isBefore(acknowledgedAt.plus(ACKNOWLEDGE_EVERY))) {
            return;
        }
        Position finished = window.finished();
        if (finished != null) {
            stream.acknowledge(finished);
            window.acknowledged();
        }
        acknowledgedAt = now;
    }
}
