package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.cdc.delivery.Subscribers;
import com.gocodealone.dataengineering.application.cdc.delivery.Threads;
import com.gocodealone.dataengineering.application.cdc.delivery.Trouble;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs one source on one virtual thread of its own: opens it, pumps its changes, and opens it again
 * when it is lost. Only that thread touches the stream; the other methods may be called by any.
 */
final class StreamRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRunner.class);

    /** Kept once a source has been opened: from then on being unreachable is not a mistake. */
    private static final String OPENED_ONCE = "opened_at";

    private final SourceSetup source;
    private final CdcProvider provider;
    private final Subscribers subscribers;
    private final SourceRuntime runtime;
    private final SourceMemory memory;
    private final StateStore state;
    private final LagGuard lag;
    private final Thread thread;
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private volatile @Nullable Session session;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable Failure end;

    /** Why the watchdog had the stream closed; until another one is open. */
    private volatile @Nullable Failure lost;

    /** Whether it is lost because of a stall. */
    private volatile boolean stalled;

    /** Said beside the interruption, which a provider may swallow. */
    private volatile boolean closing;

    /** A stream that is open and what moves its changes. */
    record Session(WatchedStream stream, Pump pump) {}

    private StreamRunner(
            SourceSetup source,
            CdcProvider provider,
            Subscribers subscribers,
            SourceRuntime runtime,
            SourceMemory memory) {
        this.source = source;
        this.provider = provider;
        this.subscribers = subscribers;
        this.runtime = runtime;
        this.memory = memory;
        this.state = memory.state();
        this.lag = new LagGuard(source.id(), source.policy(), memory);
        this.thread = Thread.ofVirtual().name("cdc-" + source.id()).unstarted(this::run);
        thread.setContextClassLoader(provider.getClass().getClassLoader());
    }

    /** Starts to open the source and answers at once. */
    static StreamRunner start(
            SourceSetup source,
            CdcProvider provider,
            Subscribers subscribers,
            SourceRuntime runtime,
            SourceMemory memory) {
        StreamRunner runner = new StreamRunner(source, provider, subscribers, runtime, memory);
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

    String sourceId() {
        return source.id();
    }

    /** Whether the thread is still at work. */
    boolean isRunning() {
        return end == null && thread.isAlive();
    }

    /** What is open now; null when nothing is. */
    @Nullable Session session() {
        return session;
    }

    /** Why it ended; null when it did not, or was closed. */
    @Nullable Failure end() {
        return end;
    }

    /** What keeps it from being open, or a trigger from getting on; null when nothing does. */
    @Nullable Trouble trouble() {
        Session open = session;
        return open == null ? trouble : open.pump().trouble().orElse(null);
    }

    /** Why the source counts as stalled; null when it does not. */
    @Nullable Failure stall() {
        return stalled ? lost : null;
    }

    /** What {@code on_lag} warns of; null when it does not. */
    @Nullable String lagWarning() {
        return lag.warning();
    }

    /** The stream gives no sign of life; it is opened again as soon as it lets go. */
    synchronized void stalled(Session silent, Failure why) {
        if (silent.equals(session)) {
            stalled = true;
            reopen(silent, why);
        }
    }

    /** Ends {@code old} and opens the source again; nothing happens when that has ended. */
    synchronized void reopen(Session old, Failure why) {
        if (!old.equals(session)) {
            return;
        }
        boolean news = lost == null;
        lost = why; // before the interruption, which asks for it
        if (news) {
            LOG.warn("source {} is opened again: {}", source.id(), why.fact());
            old.stream().abandon();
            thread.interrupt();
        }
    }

    private synchronized void begin(Session fresh) {
        lost = null;
        stalled = false;
        trouble = null;
        session = fresh;
    }

    /** An interruption that came from {@link #reopen} has done its work. */
    private synchronized void endSession() {
        session = null;
        if (lost != null) {
            Thread.interrupted();
        }
    }

    /** Ends the thread and with it the stream; what is not acknowledged comes again. */
    @Override
    public void close() {
        closing = true;
        Session open = session;
        if (open != null) {
            open.stream().abandon();
        }
        thread.interrupt();
        Threads.join(thread);
    }

    private void run() {
        try (Watchdog _ = Watchdog.start(this, lag, source.policy())) {
            keepOpen();
        } catch (InterruptedException stopped) {
            LOG.info("source {} stopped", source.id());
        } catch (Failure failure) {
            giveUp(failure);
        } catch (RuntimeException | Error bug) {
            LOG.error("source {} failed", source.id(), bug);
            String fact = "provider %s failed: %s".formatted(provider.name(), bug);
            giveUp(new Failure(Failure.Kind.UNSUPPORTED, fact, bug));
        } finally {
            String fact = "source %s was stopped before it was open".formatted(source.id());
            firstAttempt.completeExceptionally(new Failure(Failure.Kind.CONFLICT, fact));
        }
    }

    private void keepOpen() throws InterruptedException {
        int failures = 0;
        while (true) {
            Instant began = Instant.now();
            try {
                openAndPump(beginning());
            } catch (Failure failure) {
                boolean lived = began.plus(runtime.openBackoff().limit()).isBefore(Instant.now());
                failures = lived ? 1 : failures + 1;
                waitOrGiveUp(failure, failures);
            }
        }
    }

    private Begin beginning() throws InterruptedException {
        memory.throttle().hold();
        if (memory.gaps().isReleaseDue()) {
            provider.release(source.spec(), context(Begin.RESUME));
            memory.gaps().released();
        }
        return memory.gaps().decide(source.policy().onGap());
    }

    private void openAndPump(Begin begin) throws InterruptedException {
        ChangeStream opened = provider.open(source.spec(), context(begin));
        try (WatchedStream watched = new WatchedStream(opened, memory)) {
            memory.gaps().close();
            state.put(Map.of(OPENED_ONCE, Instant.now().toString()));
            Pump pumping = new Pump(source.id(), subscribers, runtime, watched, memory.throttle());
            begin(new Session(watched, pumping));
            firstAttempt.complete(null);
            LOG.info("source {} is open", source.id());
            pumping.run();
        } catch (InterruptedException | Failure e) {
            Failure why = lost;
            if (why != null && !closing) {
                throw why;
            }
            throw e;
        } finally {
            endSession();
        }
    }

    private void waitOrGiveUp(Failure failure, int failures) throws InterruptedException {
        if (closing) {
            throw new InterruptedException();
        }
        if (!mayPass(failure)) {
            throw failure;
        }
        stalled &= failure == lost;
        Duration wait = runtime.openBackoff().after(failures);
        trouble = new Trouble(failure.fact(), Instant.now().plus(wait));
        firstAttempt.complete(null);
        LOG.warn(
                "source {}: {}; next attempt in {} ms",
                source.id(),
                failure.fact(),
                wait.toMillis());
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    }

    private boolean mayPass(Failure failure) {
        return switch (failure.kind()) {
            case UNAVAILABLE, CONFLICT -> state.get(OPENED_ONCE) != null;
            case INVALID, NOT_FOUND, UNSUPPORTED -> false;
            case GAP -> {
                memory.gaps().found(failure.fact());
                memory.gaps().decide(source.policy().onGap());
                yield true;
            }
        };
    }

    /** A gap is for a person to look at, with steps, so it keeps the engine from nothing. */
    private void giveUp(Failure failure) {
        end = failure;
        boolean gap = failure.kind() == Failure.Kind.GAP;
        boolean toldByStart = !gap && firstAttempt.completeExceptionally(failure);
        if (!toldByStart) {
            firstAttempt.complete(null);
            LOG.error("source {}: {}", source.id(), failure.fact());
        }
    }

    private HostContext context(Begin begin) {
        return new HostContext(state, runtime.room().queuedBytes(), begin);
    }
}
