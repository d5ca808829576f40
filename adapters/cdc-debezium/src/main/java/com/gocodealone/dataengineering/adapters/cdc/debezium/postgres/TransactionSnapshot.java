package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Sight;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which transactions a query of PostgreSQL saw: its pg_snapshot. Immutable.
 *
 * @param end the first transaction that had not begun
 * @param running those before that which had not ended
 */
record TransactionSnapshot(long end, Set<Long> running) implements Sight {
    private static final long EPOCH = 1L << 32;
    private static final long HALF = EPOCH / 2;

    TransactionSnapshot {
        running = Set.copyOf(running);
    }

    /** From {@code xmin:xmax:running,running}. */
    static TransactionSnapshot parse(String text) {
        String[] parts = text.split(":", -1);
        Set<Long> running =
                Arrays.stream(parts[2].split(",", -1))
                        .filter(xid -> !xid.isEmpty())
                        .map(Long::valueOf)
                        .collect(Collectors.toSet());
        return new TransactionSnapshot(Long.parseLong(parts[1]), running);
    }

    private boolean sees(long xid) {
        long full = full(xid);
        return full < end && !running.contains(full);
    }

    /** Whether {@code xid} had begun and not ended. */
    @Override
    public boolean misses(long xid) {
        return running.contains(full(xid));
    }

    @Override
    public boolean shows(ChangeEvent change) {
        String xid = change.transaction();
        return xid != null && sees(Long.parseLong(xid));
    }

    /**
     * The replication stream tells the lower half of a number; the upper is that of the nearest.
     */
    private long full(long xid) {
        long near = end / EPOCH * EPOCH + xid % EPOCH;
        if (near - end > HALF) {
            return near - EPOCH;
        }
        return end - near > HALF ? near + EPOCH : near;
    }
}
