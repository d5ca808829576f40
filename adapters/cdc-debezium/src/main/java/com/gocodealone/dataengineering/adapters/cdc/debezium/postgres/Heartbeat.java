package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Moves a slot on where only others write, in this database or in another of the same server:
 * nothing of that reaches the stream, so nothing would be acknowledged, and the server would keep
 * its log for us. An empty message, committed here, does reach it. Needs no table and no right.
 * Confined to a thread.
 */
final class Heartbeat {
    private static final long LAG_BYTES = 1 << 20;

    /** Of what is kept beyond the lag, whole files are freed: less than one is not worth it. */
    private static final long RETAINED_BYTES = 16 << 20;

    /** Commits an empty message; nothing on a standby. */
    static final String MESSAGE =
            "SELECT pg_logical_emit_message(true, 'data_engineering', '') WHERE NOT"
                    + " pg_is_in_recovery()";

    private final Duration interval;
    private long last;

    /**
     * @param interval the shortest time between two; zero for none at all
     */
    Heartbeat(Duration interval) {
        this.interval = interval;
        this.last = System.nanoTime() - interval.toNanos();
    }

    /** Commits a message when {@code sample} shows that it is needed. */
    void beat(Connection connection, SlotSample sample) throws SQLException {
        boolean due = System.nanoTime() - last >= interval.toNanos();
        if (interval.isZero() || !due || !isNeeded(sample)) {
            return;
        }
        last = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute(MESSAGE);
        }
    }

    private static boolean isNeeded(SlotSample sample) {
        return exceeds(sample.lagBytes(), LAG_BYTES)
                || exceeds(sample.retention().bytes(), RETAINED_BYTES);
    }

    private static boolean exceeds(@Nullable Long bytes, long limit) {
        return bytes != null && bytes > limit;
    }
}
