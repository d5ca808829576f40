package com.gocodealone.dataengineering.bootstrap.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of one run, as rows of a Markdown table. Confined to a thread. */
final class Report {
    private final List<Map<String, String>> parts = new ArrayList<>();

    void add(Map<String, String> figures) {
        figures.forEach((what, figure) -> System.err.printf("%-50s %s%n", what, figure));
        parts.add(new LinkedHashMap<>(figures));
    }

    void print() {
        System.out.printf("%n| what | figure |%n|---|---|%n");
        parts.forEach(
                part ->
                        part.forEach(
                                (what, figure) ->
                                        System.out.printf("| %s | %s |%n", what, figure)));
    }
}
