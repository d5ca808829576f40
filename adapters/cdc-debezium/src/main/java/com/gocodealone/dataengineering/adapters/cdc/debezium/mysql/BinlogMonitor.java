package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Background;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Monitor;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Retention;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Watches a binary log from beside the stream, on a virtual thread with a connection of its own:
 * samples how much stands behind the place that was acknowledged.
 */
final class BinlogMonitor implements Monitor {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Database database;
    private final Offsets offsets;
    private final Background thread;
    private volatile @Nullable Long lagBytes;
    private volatile @Nullable Retention retention;

    BinlogMonitor(Plan plan, Offsets offsets) {
        this.database = plan.database();
        this.offsets = offsets;
        this.thread = Background.start("monitor-" + plan.scan().sourceId(), this::run);
    }

    @Override
    public @Nullable Long lagBytes() {
        return lagBytes;
    }

    @Override
    public @Nullable Retention retention() {
        return retention;
    }

    /** The stream itself hears from the server, as often as the options say. */
    @Override
    public @Nullable Instant servedAt() {
        return null;
    }

    private void run() throws InterruptedException {
        try {
            while (true) {
                sampleUntilDisconnected();
                lagBytes = null;
                Thread.sleep(PERIOD);
            }
        } finally {
            lagBytes = null;
        }
    }

    private void sampleUntilDisconnected() throws InterruptedException {
        try (Connection connection = database.open()) {
            Variables variables = Variables.of(connection);
            BinaryLog log = new BinaryLog(connection, database.flavor(), variables);
            while (true) {
                sample(log.files(), variables);
                Thread.sleep(PERIOD);
            }
        } catch (SQLException | Failure e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void sample(List<BinaryLog.LogFile> files, Variables variables) {
        Place reached = Place.resume(offsets);
        Long bytes = reached == null ? null : BinaryLog.bytesFrom(reached, files);
        lagBytes = bytes;
        retention = new Retention("the binary log", bytes, null, variables.retention());
    }

    @Override
    public void close() {
        thread.close();
    }
}
