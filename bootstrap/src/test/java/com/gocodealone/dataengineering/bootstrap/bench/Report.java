package com.gocodealone.dataengineering.bootstrap.bench;

import com.google.errorprone.annotations.FormatMethod;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one run, as rows of a Markdown table. Confined to a thread. */
final class Report {
    private final List<String> rows = new ArrayList<>();
    private final Map<String, Double> rates = new HashMap<>();

    void add(String what, String figure) {
        add(what, figure, "");
    }

    /**
     * A rate, the CPU time for each event, and how the rate compares with that of {@code other}.
     */
    void rate(String what, Rate rate, @Nullable String other, double goal) {
        rates.put(what, rate.perSecond());
        String ratio = other == null ? "" : ratio(rate, other, goal);
        add(
                what,
                format("%,.0f/s, %.1f us of CPU each", rate.perSecond(), rate.cpuMicros()),
                ratio);
    }

    private String ratio(Rate rate, String other, double goal) {
        Double compared = rates.get(other);
        return compared == null ? "" : verdict(rate.perSecond() / compared, other, goal);
    }

    static String verdict(double ratio, String other, double least) {
        return format("%.2f of %s, ", ratio, other) + goal(format("%.1f", least), ratio >= least);
    }

    static String goal(String text, boolean met) {
        return "goal %s: %s".formatted(text, met ? "met" : "MISSED");
    }

    /** Events a second, and the CPU time that the reading process spent on each. */
    record Rate(double perSecond, double cpuMicros) {}

    void add(String what, String figure, String compared) {
        String row = "| %s | %s | %s |".formatted(what, figure, compared);
        System.err.println(row);
        rows.add(row);
    }

    @FormatMethod
    static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    void print() {
        System.out.printf("%n| what | figure | compared |%n|---|---|---|%n");
        rows.forEach(System.out::println);
    }
}
