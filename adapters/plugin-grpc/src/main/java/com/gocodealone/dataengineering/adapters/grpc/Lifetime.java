package com.gocodealone.dataengineering.adapters.grpc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time from the handshake until somebody ends it: the engine, by saying so or by going away, or
 * the operating system. Thread-safe, but for {@link #await}, which is for one thread.
 */
final class Lifetime implements AutoCloseable {
    private static final int CHECK_MILLIS = 500;
    private static final int LAST_WORDS_MILLIS = 4500;

    /** Why it is over, and how long the plugin may then take to stop. */
    enum End {
        /** The engine kills the process 2 seconds after it said so. */
        SHUTDOWN(Duration.ofMillis(1250)),
        ENGINE_GONE(Duration.ofSeconds(4)),
        TERMINATED(Duration.ofSeconds(4));

        private final Duration patience;

        End(Duration patience) {
            this.patience = patience;
        }

        Duration patience() {
            return patience;
        }
    }

    private final EngineWatch watch;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final Thread onTermination = new Thread(this::terminate, "termination");

    Lifetime(EngineWatch watch) {
        this.watch = watch;
        Runtime.getRuntime().addShutdownHook(onTermination);
    }

    /** The first end counts. */
    void end(End why) {
        end.compareAndSet(null, why);
        over.countDown();
    }

    /** Waits until it is over. */
    End await() throws InterruptedException {
        End why = end.get();
        while (why == null) {
            if (!over.await(CHECK_MILLIS, TimeUnit.MILLISECONDS) && watch.isEngineGone()) {
                end(End.ENGINE_GONE);
            }
            why = end.get();
        }
        return why;
    }

    /** The JVM waits for this when the process is told to end. */
    private void terminate() {
        end(End.TERMINATED);
        try {
            left.await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything has been put away. */
    @Override
    public void close() {
        left.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onTermination);
        } catch (IllegalStateException ending) {
            // The hook is what ended it.
        }
    }
}
