package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress.State;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Reads tables on demand, chunk by chunk, beside the stream, with a connection of its own. What
 * goes wrong with a table ends that table's snapshot alone; when the connection is lost, it goes on
 * over another. Thread-safe.
 */
public final class SnapshotReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration NUDGES = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Tables tables;
    private final SnapshotWishes wishes;
    private final Interleaver interleaver;
    private final Background thread;

    /** How far the table is that is being read, beyond what is acknowledged. */
    private @Nullable TableRead reached;

    /** The tables of one database. All but {@link #open} get the connection that it made. */
    public interface Tables {
        /** May also throw a {@link Failure}. */
        Connection open() throws SQLException;

        /** There is nothing to read. */
        default void idle(Connection connection) throws SQLException {}

        /** Sees to it that from now on every change of the table comes. */
        default void follow(Connection connection, TableRead read)
                throws SQLException, InterruptedException {}

        /** About how many rows it has; null when that is not known. */
        @Nullable Long estimate(Connection connection, TableId table) throws SQLException;

        /** Reads the chunks of one table. */
        Chunks chunks(Connection connection) throws SQLException;

        /**
         * Sees to it that the stream comes to where it can place the chunk that waits; called again
         * as long as that waits.
         */
        void nudge(Connection connection) throws SQLException, InterruptedException;

        /** {@code text} without a secret. */
        String redact(String text);
    }

    /** The chunks of one table. Confined to a thread. */
    public interface Chunks {
        /**
         * The rows that follow those that {@code read} has; null when they cannot be read just now.
         */
        @Nullable Chunk next(TableRead read) throws SQLException;
    }

    /**
     * @param name of its thread
     */
    public SnapshotReader(
            String name, Tables tables, SnapshotWishes wishes, Interleaver interleaver) {
        this.tables = tables;
        this.wishes = wishes;
        this.interleaver = interleaver;
        this.thread = Background.start("snapshots-" + name, this::run);
    }

    private void run() throws InterruptedException {
        try {
            while (true) {
                serve();
                Thread.sleep(PERIOD);
            }
        } finally {
            interleaver.abandon();
        }
    }

    /** Until the connection is lost. */
    private void serve() throws InterruptedException {
        try (Connection connection = tables.open()) {
            while (true) {
                TableRead next = wishes.next();
                if (next == null) {
                    tables.idle(connection);
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
            tables.follow(connection, wish);
            read(connection, wish);
        } catch (SQLException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!connection.isValid(0)) {
                throw e;
            }
            String error = tables.redact(Refusals.message(e));
            LOG.warn("snapshot {} of {} failed: {}", wish.snapshot(), wish.table(), error);
            wishes.update(wish.ended(State.FAILED, error));
        }
    }

    private void read(Connection connection, TableRead wish)
            throws SQLException, InterruptedException {
        TableRead begun = wish.begun(tables.estimate(connection, wish.table()));
        wishes.update(begun);
        Chunks chunks = tables.chunks(connection);
        TableRead before = reached;
        TableRead at = before != null && before.isSameAs(wish) ? before : begun;
        while (wishes.isOpen(at)) {
            interleaver.open(at.table());
            Chunk chunk = chunks.next(at);
            if (chunk == null || !interleaver.fill(chunk)) {
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

    private void place(Connection connection, Chunk chunk)
            throws SQLException, InterruptedException {
        try {
            do {
                tables.nudge(connection);
            } while (!interleaver.awaitPlaced(NUDGES));
        } finally {
            boolean placed = !interleaver.abandon();
            if (placed) {
                reached = chunk.reached();
            }
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
