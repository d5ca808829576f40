package com.gocodealone.dataengineering.application.cdc.source;

/**
 * How much of something there was a second, over the last ten seconds that are over. Thread-safe.
 */
final class Rate {
    private static final int SECONDS = 10;
    private static final long NANOS = 1_000_000_000L;

    /** One more than the seconds that count: the one that is not over yet. */
    private final long[] amounts = new long[SECONDS + 1];

    private long second = now();

    synchronized void add(long amount) {
        turn();
        amounts[slot(second)] += amount;
    }

    synchronized double perSecond() {
        turn();
        long sum = 0;
        for (long back = 1; back <= SECONDS; back++) {
            sum += amounts[slot(second - back)];
        }
        return (double) sum / SECONDS;
    }

    private void turn() {
        long now = now();
        for (long next = Math.max(second + 1, now - SECONDS); next <= now; next++) {
            amounts[slot(next)] = 0;
        }
        second = Math.max(second, now);
    }

    private int slot(long ofSecond) {
        return Math.floorMod(ofSecond, amounts.length);
    }

    private static long now() {
        return Math.floorDiv(System.nanoTime(), NANOS);
    }
}
