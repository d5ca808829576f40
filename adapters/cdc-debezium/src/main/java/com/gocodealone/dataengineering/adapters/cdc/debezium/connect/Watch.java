package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Looks, beside the stream, at the connector and at Kafka, and starts tasks again that failed. What
 * it tells never blocks.
 */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Connector connector;
    private final Topic topic;
    private final Duration interval;
    private final Restarts restarts = new Restarts();
    private final Thread thread;
    private volatile @Nullable Failure failure;
    private volatile @Nullable Instant seenAt;
    private volatile List<String> warnings = List.of();

    Watch(Connector connector, Topic topic, Setup setup) {
        this.connector = connector;
        this.topic = topic;
        this.interval = setup.options().statusInterval();
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("connector-" + setup.name())
                        .unstarted(this::watch);
        thread.setContextClassLoader(Watch.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    private void watch() {
        try {
            while (failure == null) {
                look();
                Thread.sleep(interval);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e instanceof Failure known ? known : unforeseen(e);
        }
    }

    private static Failure unforeseen(RuntimeException e) {
        return new Failure(
                Failure.Kind.UNAVAILABLE, "the connector cannot be watched: " + e.getClass(), e);
    }

    /** A cluster that is down for a while is no reason not to read what is in the topic. */
    private void look() throws InterruptedException {
        topic.reach();
        try {
            ConnectorState state = connector.state();
            if (state == null) {
                warnings = List.of("the connector is gone: no change comes until the next start");
            } else if (state.error() != null) {
                mend(connector.failure(state.error()));
            } else if (state.isRunning()) {
                restarts.runs(Instant.now());
                warnings = List.of();
                seenAt = Instant.now();
            } else {
                warnings = List.of(pause(state));
            }
        } catch (Failure unreachable) {
            warnings = List.of(unreachable.fact());
        }
    }

    private String pause(ConnectorState state) {
        return state.isHalted()
                ? "no change comes: connector %s is paused; it is resumed when the source starts"
                        .formatted(connector.name())
                : "no change comes: " + state;
    }

    /** Only what no start repairs ends the stream. */
    private void mend(Failure why) throws InterruptedException {
        if (why.kind() == Failure.Kind.GAP) {
            failure = why;
            return;
        }
        if (restarts.isDue(Instant.now())) {
            restarts.started(Instant.now());
            LOG.warn("{}; it is started again", why.fact());
            connector.restart();
        }
        warnings =
                List.of(
                        "%s; it was started again %s, not again before %s"
                                .formatted(
                                        why.fact(),
                                        restarts.count() == 1
                                                ? "once"
                                                : restarts.count() + " times",
                                        restarts.next().truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Why the stream cannot go on; null while it can. */
    @Nullable Failure failure() {
        return failure;
    }

    /** When the connector was last seen to run; null when it was not yet. */
    @Nullable Instant seenAt() {
        return seenAt;
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
