package com.gocodealone.dataengineering.domain.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
public final class Nearest {
    /** No name is longer, and comparing takes the product of the lengths. */
    private static final int LONGEST = 200;

    private Nearest() {}

    /**
     * The candidate nearest to {@code word}, if one is near enough to be a slip of the pen, or
     * begins with the word.
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        int limit = Math.max(2, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> Math.max(candidate.length(), word.length()) <= LONGEST)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(
                        candidate ->
                                distance(word, candidate) <= limit
                                        || (word.length() > 2 && candidate.startsWith(word)));
    }

    /** Levenshtein's distance, blind to case. */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[] costs = new int[b.length() + 1];
        Arrays.setAll(costs, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.min(substitute, 1 + Math.min(costs[j], costs[j - 1]));
            }
        }
        return costs[b.length()];
    }
}
