package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares what one pipeline got with what the database says happened: nothing lost, nothing
 * invented, each row's changes in their order, repeats only as exact repeats, and the same rows in
 * the end.
 */
final class Examination {
    private static final Step GONE = new Step("DELETE", null);

    private final Truth truth;
    private final List<Delivery> deliveries;
    private final List<Delivery> once;
    private final List<String> complaints = new ArrayList<>();

    private Examination(Truth truth, List<Delivery> deliveries) {
        this.truth = truth;
        this.deliveries = deliveries;
        this.once = firstOfEach(deliveries);
    }

    /** Everything that is wrong; each with the events of the first row that shows it. */
    static List<String> complaints(Truth truth, List<Delivery> deliveries) {
        Examination examination = new Examination(truth, deliveries);
        examination.compareHistories();
        examination.compareTruncates();
        examination.compareRows("in delivery order", deliveries);
        examination.compareRows("each event once", examination.once);
        examination.checkRepeats();
        examination.checkOrderOfRepeats();
        examination.checkRowsReadAgain();
        return List.copyOf(examination.complaints);
    }

    /** Whether as many steps have come as there were. */
    static boolean isComplete(Truth truth, List<Delivery> deliveries) {
        return steps(histories(firstOfEach(deliveries))) == steps(truth.histories());
    }

    static int steps(Map<RowKey, List<Step>> histories) {
        return histories.values().stream().mapToInt(List::size).sum();
    }

    static int repeats(List<Delivery> deliveries) {
        return deliveries.size() - firstOfEach(deliveries).size();
    }

    private static List<Delivery> firstOfEach(List<Delivery> deliveries) {
        Map<String, Delivery> first = new LinkedHashMap<>();
        deliveries.forEach(one -> first.putIfAbsent(one.eventId(), one));
        return List.copyOf(first.values());
    }

    private void compareHistories() {
        Map<RowKey, List<Step>> seen = histories(once);
        Set<RowKey> keys = new TreeSet<>(Comparator.comparing(RowKey::toString));
        keys.addAll(truth.histories().keySet());
        keys.addAll(seen.keySet());
        List<RowKey> wrong =
                keys.stream()
                        .filter(key -> !steps(truth.histories(), key).equals(steps(seen, key)))
                        .toList();
        if (!wrong.isEmpty()) {
            complain(
                    "%d rows have another history than in the database".formatted(wrong.size()),
                    wrong.getFirst());
        }
    }

    private static Map<RowKey, List<Step>> histories(List<Delivery> once) {
        Map<RowKey, List<Step>> seen = new HashMap<>();
        for (Delivery one : once) {
            if (!one.isOfSnapshot() && !one.isTruncate()) {
                record(one, seen);
            }
        }
        return seen;
    }

    /** A provider may report a changed key as one UPDATE. */
    private static void record(Delivery one, Map<RowKey, List<Step>> histories) {
        RowKey key = Objects.requireNonNull(one.key());
        Map<String, @Nullable String> before = one.before();
        RowKey oldKey = before == null ? key : RowKey.of(one.table(), before);
        boolean moved = !oldKey.equals(key);
        if (moved) {
            add(histories, oldKey, GONE);
        }
        add(histories, key, moved ? new Step("INSERT", one.step().rev()) : one.step());
    }

    private static void add(Map<RowKey, List<Step>> histories, RowKey key, Step step) {
        histories.computeIfAbsent(key, any -> new ArrayList<>()).add(step);
    }

    private static List<Step> steps(Map<RowKey, List<Step>> histories, RowKey key) {
        return histories.getOrDefault(key, List.of());
    }

    private void compareTruncates() {
        truth.truncates()
                .forEach(
                        (table, count) -> {
                            long seen =
                                    once.stream()
                                            .filter(Delivery::isTruncate)
                                            .filter(one -> one.table() == table)
                                            .count();
                            if (seen != count) {
                                complaints.add(
                                        "%s was emptied %d times, the pipeline heard of %d"
                                                .formatted(table, count, seen));
                            }
                        });
    }

    private void compareRows(String how, List<Delivery> applied) {
        Replica replica = Replica.of(applied);
        RowKey key = replica.firstDifference(truth.rows());
        if (key != null) {
            complain(
                    "applied %s, the row is %s; in the database it is %s"
                            .formatted(how, replica.row(key), truth.rows().get(key)),
                    key);
        }
    }

    /** A row that is read once more, because the reading was interrupted, may have changed. */
    private void checkRepeats() {
        Map<String, Delivery> first = new HashMap<>();
        for (Delivery one : deliveries) {
            Delivery before = first.putIfAbsent(one.eventId(), one);
            if (before != null && !one.isOfSnapshot() && !before.equals(one)) {
                complaints.add(
                        "event %s came again as something else:\n  %s\n  %s"
                                .formatted(one.eventId(), before, one));
                return;
            }
        }
    }

    /** After an event of a row comes the row's next one, or one that was there before. */
    private void checkOrderOfRepeats() {
        Map<String, Integer> numbers = new HashMap<>();
        Map<RowKey, Integer> counts = new HashMap<>();
        Map<RowKey, Integer> last = new HashMap<>();
        for (Delivery one : deliveries) {
            RowKey key = one.key();
            if (key == null || one.isOfSnapshot()) {
                continue;
            }
            int number =
                    numbers.computeIfAbsent(
                            one.eventId(), any -> counts.merge(key, 1, Integer::sum));
            Integer before = last.put(key, number);
            if (before != null && number > before + 1) {
                complain("a repeat leaves an event out before " + one.eventId(), key);
                return;
            }
        }
    }

    /** A row that is read among its changes is as those before it left it. */
    private void checkRowsReadAgain() {
        Map<RowKey, Step> last = new HashMap<>();
        for (Delivery one : once) {
            RowKey key = one.key();
            if (key == null) {
                last.replaceAll((row, step) -> row.table() == one.table() ? GONE : step);
                continue;
            }
            Step before = last.put(key, one.step());
            if (one.isOfSnapshot() && before != null && !before.leaves(one.step().rev())) {
                complain("a row was read as its changes did not leave it: " + one.eventId(), key);
                return;
            }
            forgetOldPlace(one, key, last);
        }
    }

    private static void forgetOldPlace(Delivery one, RowKey key, Map<RowKey, Step> last) {
        Map<String, @Nullable String> before = one.before();
        RowKey oldKey = before == null ? key : RowKey.of(one.table(), before);
        if (!oldKey.equals(key)) {
            last.put(oldKey, GONE);
        }
    }

    private void complain(String what, RowKey key) {
        complaints.add(
                "%s\n  %s\n  in the database: %s\n  delivered:\n%s"
                        .formatted(
                                what,
                                key,
                                truth.histories().getOrDefault(key, List.of()),
                                eventsOf(key)));
    }

    private String eventsOf(RowKey key) {
        Set<String> lines = new LinkedHashSet<>();
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery one = deliveries.get(i);
            Map<String, @Nullable String> before = one.before();
            boolean about =
                    key.equals(one.key())
                            || (before != null && key.equals(RowKey.of(one.table(), before)))
                            || (one.isTruncate() && one.table() == key.table());
            if (about) {
                lines.add("    #%d %s %s".formatted(i, one.eventId(), one.step()));
            }
        }
        return lines.stream().collect(Collectors.joining("\n"));
    }
}
