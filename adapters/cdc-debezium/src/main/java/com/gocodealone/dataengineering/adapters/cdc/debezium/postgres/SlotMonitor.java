package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Background;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Monitor;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Retention;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Watches a replication slot from beside the stream, on a virtual thread with a connection of its
 * own: samples how far it is behind, moves it on where only others write, and notices when the
 * server is gone without a word, also while the stream does not listen.
 */
final class SlotMonitor implements Monitor {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private static final String CONNECTION_LOST = "08";

    private final Database database;
    private final String slot;
    private final Duration patience;
    private final Heartbeat heartbeat;
    private final Consumer<Failure> lost;
    private final Background thread;
    private volatile @Nullable Long lagBytes;
    private volatile @Nullable Retention retention;
    private volatile @Nullable Instant servedAt;

    /** Since when the server does not answer; null while it does. */
    private @Nullable Long silentSince;

    /**
     * @param lost told at most once, that the connection is lost
     */
    SlotMonitor(Plan plan, Consumer<Failure> lost) {
        this.database = plan.database();
        this.slot = plan.slot();
        this.patience = plan.options().keepaliveTimeout();
        this.heartbeat = new Heartbeat(plan.options().heartbeatInterval());
        this.lost = lost;
        this.thread = Background.start("monitor-" + slot, this::run);
    }

    @Override
    public @Nullable Long lagBytes() {
        return lagBytes;
    }

    @Override
    public @Nullable Retention retention() {
        return retention;
    }

    @Override
    public @Nullable Instant servedAt() {
        return servedAt;
    }

    private void run() throws InterruptedException {
        try {
            while (!isLost()) {
                sampleUntilDisconnected();
                lagBytes = null;
                Thread.sleep(PERIOD);
            }
        } finally {
            lagBytes = null;
        }
    }

    private void sampleUntilDisconnected() throws InterruptedException {
        Properties timeout = new Properties();
        timeout.setProperty("socketTimeout", String.valueOf(Math.max(1, patience.toSeconds() / 2)));
        try (Connection connection = database.connect(Database.Purpose.MONITOR, timeout)) {
            while (true) {
                sample(connection);
                Thread.sleep(PERIOD);
            }
        } catch (SQLException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean answered = !String.valueOf(e.getSQLState()).startsWith(CONNECTION_LOST);
            if (answered) {
                silentSince = null;
            } else if (silentSince == null) {
                silentSince = System.nanoTime();
            }
        }
    }

    private void sample(Connection connection) throws SQLException {
        SlotSample sample = SlotSample.read(connection, slot);
        silentSince = null;
        if (sample != null && sample.active()) {
            servedAt = Instant.now();
        }
        lagBytes = sample == null ? null : sample.lagBytes();
        if (sample != null) {
            retention = sample.retention();
            heartbeat.beat(connection, sample);
        }
    }

    private boolean isLost() {
        Long since = silentSince;
        if (since == null || System.nanoTime() - since <= patience.toNanos()) {
            return false;
        }
        lost.accept(
                Refusals.unavailable(
                        "the connection to %s was lost: the server has not answered for %d s"
                                .formatted(database.dsn().servers(), patience.toSeconds()),
                        null));
        return true;
    }

    @Override
    public void close() {
        thread.close();
    }
}
