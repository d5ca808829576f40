package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotWishes;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress.State;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Reads tables on demand, chunk by chunk, and lets new ones join; on a virtual thread with a
 * connection of its own. What goes wrong with a table ends that table's snapshot alone; when the
 * connection is lost, it goes on over another.
 */
final class SnapshotReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Database database;
    private final SnapshotWishes wishes;
    private final Interleaver interleaver;
    private final TableJoin join;
    private final ChunkReader.Settings settings;
    private final Thread thread;

    /** How far the table is that is being read, beyond what is acknowledged. */
    private @Nullable TableRead reached;

    SnapshotReader(
            Database database,
            SnapshotWishes wishes,
            Interleaver interleaver,
            TableJoin join,
            ChunkReader.Settings settings) {
        this.database = database;
        this.wishes = wishes;
        this.interleaver = interleaver;
        this.join = join;
        this.settings = settings;
        this.thread = Thread.ofVirtual().name("snapshots-" + database.name()).start(this::run);
    }

    private void run() {
        try {
            while (true) {
                serve();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException closed) {
            interleaver.abandon();
        }
    }

    /** Until the connection is lost. */
    private void serve() throws InterruptedException {
        try (Connection connection = database.open(Database.Purpose.SNAPSHOT)) {
            while (true) {
                TableRead next = wishes.next();
                if (next == null) {
                    join.lookForNew(connection);
                    wishes.await(PERIOD);
                } else {
                    attempt(connection, next);
                }
            }
        } catch (SQLException | Failure e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.debug("tables cannot be looked at now: {}", Refusals.message(e));
        }
    }

    private void attempt(Connection connection, TableRead wish)
            throws SQLException, InterruptedException {
        try {
            join.follow(connection, wish);
            read(connection, wish);
        } catch (SQLException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!connection.isValid(0)) {
                throw e;
            }
            String error = database.dsn().redact(Refusals.message(e));
            LOG.warn("snapshot {} of {} failed: {}", wish.snapshot(), wish.table(), error);
            wishes.update(wish.ended(State.FAILED, error));
        }
    }

    private void read(Connection connection, TableRead wish)
            throws SQLException, InterruptedException {
        TableRead begun = wish.begun(RowEstimate.of(connection, wish.table()));
        wishes.update(begun);
        ChunkReader reader = new ChunkReader(connection, settings);
        TableRead before = reached;
        TableRead at = before != null && before.isSameAs(wish) ? before : begun;
        while (wishes.isOpen(at)) {
            interleaver.open(at.table());
            ChunkReader.Result chunk = reader.next(at);
            if (!interleaver.fill(chunk.chunk())) {
                Thread.sleep(STEP);
                continue;
            }
            place(connection, chunk);
            at = chunk.reached();
            if (chunk.isLast()) {
                wishes.handedOver(at);
                return;
            }
        }
    }

    private void place(Connection connection, ChunkReader.Result chunk)
            throws SQLException, InterruptedException {
        try {
            nudge(connection);
            interleaver.awaitPlaced();
        } finally {
            boolean placed = !interleaver.abandon();
            if (placed) {
                reached = chunk.reached();
            }
        }
    }

    /** The rows are placed at the end of a transaction, so there has to be one. */
    private static void nudge(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Heartbeat.MESSAGE)) {
            row.next();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PERIOD);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
