package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

import java.util.List;
import java.util.Locale;

/**
 * One SQL statement with {@code $1}, {@code $2} … turned into what JDBC wants. Immutable.
 *
 * @param sql with a {@code ?} for each parameter
 * @param order which parameter each of them stands for, from 0
 */
record StatementText(String sql, List<Integer> order) {
    StatementText {
        order = List.copyOf(order);
    }

    /**
     * Reads {@code text}; where it has no {@code $1}, a {@code ?} is a parameter.
     *
     * @throws Failure INVALID when it is not one statement that reads or changes rows, or its
     *     parameters are not as many as {@code given}
     */
    static StatementText parse(Lexis lexis, String text, int given) {
        StatementScanner scanner = new StatementScanner(lexis, text, false);
        StatementText read = scanner.scan();
        if (scanner.hasNumbers()) {
            read = new StatementScanner(lexis, text, true).scan();
        }
        requireAllowed(lexis, scanner.firstWord());
        int wanted = read.order.stream().mapToInt(index -> index + 1).max().orElse(0);
        if (wanted != given) {
            throw invalid(
                    "params: the query has %d parameters, and %d are given"
                            .formatted(wanted, given));
        }
        return read;
    }

    private static void requireAllowed(Lexis lexis, String word) {
        if (!lexis.verbs().contains(word.toUpperCase(Locale.ROOT))) {
            throw invalid(
                    "query: it begins with \"%s\"; one SELECT, INSERT, UPDATE, DELETE or MERGE can be run"
                            .formatted(word));
        }
    }

    static Failure invalid(String fact) {
        return new Failure(Failure.Kind.INVALID, fact);
    }
}
