package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.cdc.delivery.Threads;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;

/**
 * Looks after one runner from a thread of its own, whether changes come or not: tells a source that
 * is silent from one that is idle, a provider that hangs from one that waits, and has {@link
 * LagGuard} look at what the database keeps.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(10);
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(1);
    private static final int LOOKS_PER_TIMEOUT = 10;

    private final StreamRunner runner;
    private final LagGuard lag;
    private final Duration timeout;
    private final Duration period;
    private final Thread thread;

    /** When it could last be our own doing that nothing came. */
    private Instant attentiveSince = Instant.now();

    private Watchdog(StreamRunner runner, LagGuard lag, SourcePolicy policy) {
        this.runner = runner;
        this.lag = lag;
        this.timeout = policy.stallTimeout();
        this.period = periodFor(timeout);
        this.thread = Thread.ofVirtual().name("cdc-watchdog").unstarted(this::run);
    }

    static Watchdog start(StreamRunner runner, LagGuard lag, SourcePolicy policy) {
        Watchdog watchdog = new Watchdog(runner, lag, policy);
        watchdog.thread.start();
        return watchdog;
    }

    private static Duration periodFor(Duration timeout) {
        Duration part = timeout.dividedBy(LOOKS_PER_TIMEOUT);
        boolean seldom = timeout.isZero() || part.compareTo(LONGEST_PERIOD) > 0;
        Duration period = seldom ? LONGEST_PERIOD : part;
        return period.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : period;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(period);
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        StreamRunner.Session session = runner.session();
        if (session == null) {
            attentiveSince = Instant.now();
            return;
        }
        try {
            look(session);
        } catch (RuntimeException e) {
            LOG.warn("source {} cannot be watched now: {}", runner.sourceId(), e.toString());
        }
    }

    private void look(StreamRunner.Session session) {
        StreamStatus status = session.stream().status();
        if (lag.look(status.lag().retention())) {
            runner.reopen(session, new Failure(Failure.Kind.UNAVAILABLE, "its slot is given up"));
            return;
        }
        if (timeout.isZero()) {
            return;
        }
        String wrong = hang(session);
        if (wrong == null) {
            wrong = silence(session, status);
        }
        if (wrong != null) {
            runner.stalled(session, new Failure(Failure.Kind.UNAVAILABLE, wrong));
        }
    }

    private @Nullable String hang(StreamRunner.Session session) {
        return session.stream()
                .call()
                .filter(call -> call.overdue().compareTo(timeout) > 0)
                .map(
                        call ->
                                "the provider has not come back from %s for %d s"
                                        .formatted(call.name(), call.overdue().toSeconds()))
                .orElse(null);
    }

    private @Nullable String silence(StreamRunner.Session session, StreamStatus status) {
        boolean polled =
                System.nanoTime() - session.stream().lastPollNanos() < LONGEST_PERIOD.toNanos();
        if (!polled || status.phase() != StreamStatus.Phase.STREAMING) {
            attentiveSince = Instant.now();
            return null;
        }
        Instant alive = status.activity().lastKeepaliveAt();
        if (alive == null) {
            return null;
        }
        Instant since = alive.isAfter(attentiveSince) ? alive : attentiveSince;
        return since.plus(timeout).isBefore(Instant.now())
                ? "the source has shown no sign of life since " + alive
                : null;
    }

    @Override
    public void close() {
        thread.interrupt();
        Threads.join(thread);
    }
}
