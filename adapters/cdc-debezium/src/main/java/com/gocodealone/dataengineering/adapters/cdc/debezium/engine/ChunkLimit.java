package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

/** How many rows the next chunk may have, by the size of those that came. Confined to a thread. */
public final class ChunkLimit {
    private static final int FIRST = 100;
    private static final int FASTEST_GROWTH = 10;

    private final long maxBytes;
    private final int maxRows;
    private int rows = FIRST;

    /**
     * @param maxBytes about how much memory a chunk may take
     */
    public ChunkLimit(long maxBytes, int maxRows) {
        this.maxBytes = maxBytes;
        this.maxRows = maxRows;
    }

    public int rows() {
        return rows;
    }

    /** Learns from {@code read}; whether these were the last of their table. */
    public boolean reaches(ChunkRows read) {
        boolean last = read.count() < rows;
        if (read.count() > 0) {
            long fitting = maxBytes / read.bytesOfOne();
            long most = Math.min(maxRows, (long) FASTEST_GROWTH * rows);
            rows = (int) Math.clamp(fitting, 1, most);
        }
        return last;
    }
}
