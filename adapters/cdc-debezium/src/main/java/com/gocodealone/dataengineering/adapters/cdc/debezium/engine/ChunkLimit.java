package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

/** How many rows the next chunk may have, by the size of those that came. Confined to a thread. */
public final class ChunkLimit {
    /** About how much memory a chunk may take. */
    private static final long MAX_BYTES = 2L << 20;

    private static final int FIRST = 100;
    private static final int FASTEST_GROWTH = 10;

    private final int maxRows;
    private int rows = FIRST;

    public ChunkLimit(int maxRows) {
        this.maxRows = maxRows;
    }

    public int rows() {
        return rows;
    }

    /** Learns from {@code read}; whether these were the last of their table. */
    public boolean reaches(ChunkRows read) {
        boolean last = read.count() < rows;
        if (read.count() > 0) {
            long fitting = MAX_BYTES / read.bytesOfOne();
            long most = Math.min(maxRows, (long) FASTEST_GROWTH * rows);
            rows = (int) Math.clamp(fitting, 1, most);
        }
        return last;
    }
}
