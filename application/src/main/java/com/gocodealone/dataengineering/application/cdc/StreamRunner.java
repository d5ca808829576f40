package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs one source on one virtual thread of its own: opens it, pumps its changes, and opens it again
 * when it is lost. Only that thread touches the stream; {@link #status} and {@link #close} may be
 * called by any.
 */
final class StreamRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRunner.class);

    /** Kept once a source has been opened: from then on being unreachable is not a mistake. */
    private static final String OPENED_ONCE = "opened_at";

    private final SourceSpec source;
    private final CdcProvider provider;
    private final Subscribers subscribers;
    private final SourceRuntime runtime;
    private final StateStore state;
    private final Thread thread;
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private volatile @Nullable ChangeStream stream;
    private volatile @Nullable Pump pump;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable Failure end;

    /** Said beside the interruption, which a provider may swallow. */
    private volatile boolean closing;

    private StreamRunner(
            SourceSpec source,
            CdcProvider provider,
            Subscribers subscribers,
            SourceRuntime runtime) {
        this.source = source;
        this.provider = provider;
        this.subscribers = subscribers;
        this.runtime = runtime;
        this.state = runtime.states().get().of(ownerOfState(source));
        this.thread = Thread.ofVirtual().name("cdc-" + source.sourceId()).unstarted(this::run);
        thread.setContextClassLoader(provider.getClass().getClassLoader());
    }

    /** Under this name the state of {@code source} is kept. */
    static String ownerOfState(SourceSpec source) {
        return "source:" + source.sourceId();
    }

    /** Starts to open the source and answers at once. */
    static StreamRunner start(
            SourceSpec source,
            CdcProvider provider,
            Subscribers subscribers,
            SourceRuntime runtime) {
        StreamRunner runner = new StreamRunner(source, provider, subscribers, runtime);
        runner.thread.start();
        return runner;
    }

    /**
     * Waits for the first attempt to open the source. A source that was never open must open; one
     * that was is tried again in the background, because a database that is down for a while is no
     * reason not to start.
     *
     * @throws Failure that says why the source cannot be opened
     */
    void awaitFirstAttempt() throws InterruptedException {
        try {
            firstAttempt.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }

    /** Whether the thread is still at work. */
    boolean isRunning() {
        return end == null && thread.isAlive();
    }

    SourceStatus status() {
        ChangeStream open = stream;
        Pump pumping = pump;
        StreamStatus last = open == null ? null : open.status();
        Failure ended = end;
        if (ended != null) {
            SourceState why =
                    ended.kind() == Failure.Kind.GAP ? SourceState.GAP : SourceState.FAILED;
            return new SourceStatus(why, null, ended.fact(), null);
        }
        if (!thread.isAlive()) {
            return SourceStatus.STOPPED;
        }
        Optional<Trouble> wrong =
                Optional.ofNullable(trouble)
                        .or(() -> pumping == null ? Optional.empty() : pumping.trouble());
        return new SourceStatus(
                stateOf(last, pumping, wrong.isPresent()),
                last,
                wrong.map(Trouble::reason).orElse(null),
                wrong.map(Trouble::nextRetryAt).orElse(null));
    }

    private static SourceState stateOf(
            @Nullable StreamStatus last, @Nullable Pump pumping, boolean wrong) {
        if (wrong) {
            return SourceState.RETRYING;
        }
        if (last == null || pumping == null) {
            return SourceState.STARTING;
        }
        if (pumping.isPaused()) {
            return SourceState.PAUSED;
        }
        return switch (last.phase()) {
            case SNAPSHOTTING -> SourceState.SNAPSHOTTING;
            case STREAMING -> SourceState.STREAMING;
            case COMPLETE -> SourceState.COMPLETE;
        };
    }

    /** Ends the thread and with it the stream; what is not acknowledged comes again. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        Threads.join(thread);
    }

    private void run() {
        int failures = 0;
        try {
            while (true) {
                Instant began = Instant.now();
                try {
                    openAndPump();
                } catch (Failure failure) {
                    boolean lived =
                            began.plus(runtime.openBackoff().limit()).isBefore(Instant.now());
                    failures = lived ? 1 : failures + 1;
                    waitOrGiveUp(failure, failures);
                }
            }
        } catch (InterruptedException stopped) {
            LOG.info("source {} stopped", source.sourceId());
        } catch (Failure failure) {
            giveUp(failure);
        } catch (RuntimeException | Error bug) {
            LOG.error("source {} failed", source.sourceId(), bug);
            String fact = "provider %s failed: %s".formatted(source.provider(), bug);
            giveUp(new Failure(Failure.Kind.UNSUPPORTED, fact, bug));
        } finally {
            String fact = "source %s was stopped before it was open".formatted(source.sourceId());
            firstAttempt.completeExceptionally(new Failure(Failure.Kind.CONFLICT, fact));
        }
    }

    private void openAndPump() throws InterruptedException {
        try (ChangeStream opened = provider.open(source, new Context(state, runtime))) {
            Pump pumping = new Pump(source.sourceId(), subscribers, runtime, opened);
            state.put(Map.of(OPENED_ONCE, Instant.now().toString()));
            pump = pumping;
            stream = opened;
            trouble = null;
            firstAttempt.complete(null);
            LOG.info("source {} is open", source.sourceId());
            pumping.run();
        } finally {
            stream = null;
            pump = null;
        }
    }

    private void waitOrGiveUp(Failure failure, int failures) throws InterruptedException {
        if (closing) {
            throw new InterruptedException();
        }
        boolean mayPass =
                switch (failure.kind()) {
                    case UNAVAILABLE, CONFLICT -> true;
                    case INVALID, NOT_FOUND, UNSUPPORTED, GAP -> false;
                };
        if (!mayPass || state.get(OPENED_ONCE) == null) {
            throw failure;
        }
        Duration wait = runtime.openBackoff().after(failures);
        trouble = new Trouble(failure.fact(), Instant.now().plus(wait));
        firstAttempt.complete(null);
        LOG.warn(
                "source {}: {}; next attempt in {} ms",
                source.sourceId(),
                failure.fact(),
                wait.toMillis());
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    }

    /** A gap is for a person to look at, with steps, so it keeps the engine from nothing. */
    private void giveUp(Failure failure) {
        end = failure;
        boolean gap = failure.kind() == Failure.Kind.GAP;
        boolean toldByStart = !gap && firstAttempt.completeExceptionally(failure);
        if (!toldByStart) {
            firstAttempt.complete(null);
            LOG.error("source {}: {}", source.sourceId(), failure.fact());
        }
    }

    private record Context(StateStore state, SourceRuntime runtime) implements StreamContext {
        @Override
        public long maxQueuedBytes() {
            return runtime.maxWindowBytes();
        }

        @Override
        public Begin begin() {
            return Begin.RESUME;
        }
    }
}
