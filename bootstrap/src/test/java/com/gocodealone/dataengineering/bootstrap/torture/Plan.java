package com.gocodealone.dataengineering.bootstrap.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is done when; the same for the same seed.
 *
 * @param entries by their time
 */
record Plan(List<Entry> entries) {
    private static final int SHORTEST_GAP_MILLIS = 1_000;
    private static final int LONGEST_GAP_MILLIS = 4_000;
    private static final int SHORTEST_DEED_MILLIS = 300;
    private static final int LONGEST_DEED_MILLIS = 5_000;

    /**
     * A deed and its time.
     *
     * @param at since the start
     * @param lasting zero for a deed that is over at once
     */
    record Entry(Deed deed, Duration at, Duration lasting) {
        @Override
        public String toString() {
            return deed.lasts() ? "%s %s for %s".formatted(at, deed, lasting) : at + " " + deed;
        }
    }

    Plan {
        entries = List.copyOf(entries);
    }

    /** As many deeds as fit into {@code length}: every one of them before any comes again. */
    static Plan of(long seed, Duration length) {
        Random random = new Random(seed);
        List<Entry> entries = new ArrayList<>();
        List<Deed> deck = new ArrayList<>();
        long at = between(random, SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS);
        while (at < length.toMillis()) {
            if (deck.isEmpty()) {
                deck.addAll(List.of(Deed.values()));
                Collections.shuffle(deck, random);
            }
            Deed deed = deck.removeLast();
            long lasting = between(random, SHORTEST_DEED_MILLIS, LONGEST_DEED_MILLIS);
            entries.add(
                    new Entry(
                            deed,
                            Duration.ofMillis(at),
                            deed.lasts() ? Duration.ofMillis(lasting) : Duration.ZERO));
            at += between(random, SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS);
        }
        return new Plan(entries);
    }

    private static long between(Random random, int from, int to) {
        return random.nextInt(from, to);
    }
}
