package com.gocodealone.dataengineering.bootstrap.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is done one after another; the same for the same seed.
 *
 * @param entries in their order
 */
record Plan(List<Entry> entries) {
    private static final int SHORTEST_PAUSE_MILLIS = 1_000;
    private static final int LONGEST_PAUSE_MILLIS = 4_000;
    private static final int SHORTEST_DEED_MILLIS = 300;
    private static final int LONGEST_DEED_MILLIS = 5_000;

    /**
     * A deed and its time.
     *
     * @param pause before it, since the deed before it was done
     * @param lasting zero for a deed that is over at once
     * @param midStream whether it also waits until events come, so that it meets them
     */
    record Entry(Deed deed, Duration pause, Duration lasting, boolean midStream) {
        @Override
        public String toString() {
            String when = midStream ? "after %d ms and an event" : "after %d ms";
            String what = when.formatted(pause.toMillis()) + " " + deed;
            return deed.lasts() ? "%s for %d ms".formatted(what, lasting.toMillis()) : what;
        }
    }

    Plan {
        entries = List.copyOf(entries);
    }

    /**
     * As many of {@code deeds} as fit into {@code length}: every one of them before any comes
     * again.
     */
    static Plan of(long seed, Duration length, List<Deed> deeds) {
        Random random = new Random(seed);
        List<Entry> entries = new ArrayList<>();
        List<Deed> deck = new ArrayList<>();
        Duration planned = Duration.ZERO;
        while (planned.compareTo(length) < 0) {
            if (deck.isEmpty()) {
                deck.addAll(deeds);
                Collections.shuffle(deck, random);
            }
            Deed deed = deck.removeLast();
            Duration pause = between(random, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
            Duration lasting = between(random, SHORTEST_DEED_MILLIS, LONGEST_DEED_MILLIS);
            boolean midStream = random.nextBoolean();
            entries.add(new Entry(deed, pause, deed.lasts() ? lasting : Duration.ZERO, midStream));
            planned = planned.plus(pause);
        }
        return new Plan(entries);
    }

    private static Duration between(Random random, int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to));
    }
}
