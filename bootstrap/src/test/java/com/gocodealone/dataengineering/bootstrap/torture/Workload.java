package com.gocodealone.dataengineering.bootstrap.torture;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Several writers at once, and one who changes the table under them. */
final class Workload {
    private static final int WRITERS = 3;
    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final Duration REMODEL_EVERY = Duration.ofSeconds(3);

    private final Victim victim;
    private final long seed;
    private final AtomicLong revs = new AtomicLong();
    private final Remodeller remodeller;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    Workload(Victim victim, long seed) {
        this.victim = victim;
        this.seed = seed;
        this.remodeller = new Remodeller(victim, revs, seed);
    }

    void start() {
        for (int i = 1; i <= WRITERS; i++) {
            Writer writer = new Writer(victim, revs, seed + i);
            repeat(writer::write, PAUSE, writer::close);
        }
        if (victim.dialect().isRemodelled()) {
            repeat(remodeller::remodel, REMODEL_EVERY, () -> {});
        }
    }

    private void repeat(Runnable work, Duration pause, Runnable end) {
        Runnable loop =
                () -> {
                    try {
                        while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                            work.run();
                        }
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    } finally {
                        end.run();
                    }
                };
        threads.add(Thread.ofPlatform().daemon().start(loop));
    }

    /** Waits for what is being written, and writes the end. The database must be there. */
    void finish() throws InterruptedException, SQLException {
        over.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        remodeller.touch();
        try (Connection connection = victim.connect()) {
            Writer.writeEnd(connection, revs.incrementAndGet());
        }
    }
}
