package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Dead letters that outlive a process, though not a test; the disk may fail. Thread-safe. */
final class MemoryLetters implements DeadLetters {
    private final List<Letter> letters = new ArrayList<>();
    private boolean broken;

    /** From now on nothing can be kept, or it can again. */
    synchronized void breakDisk(boolean isBroken) {
        broken = isBroken;
    }

    @Override
    public synchronized void put(Letter letter) {
        if (broken) {
            throw new Failure(Failure.Kind.UNAVAILABLE, "the disk is full");
        }
        for (int i = 0; i < letters.size(); i++) {
            if (isSame(letters.get(i), letter)) {
                letters.set(i, letter);
                return;
            }
        }
        letters.add(letter);
    }

    private static boolean isSame(Letter one, Letter other) {
        return one.eventId().equals(other.eventId()) && one.workflow().equals(other.workflow());
    }

    @Override
    public synchronized List<Letter> find(Filter filter, int limit) {
        return letters.stream().filter(one -> fits(one, filter)).limit(limit).toList();
    }

    private static boolean fits(Letter letter, Filter filter) {
        return fits(letter.sourceId(), filter.sourceId())
                && fits(letter.workflow(), filter.workflow())
                && fits(letter.table(), filter.table())
                && (filter.since() == null || !letter.at().isBefore(filter.since()))
                && (filter.eventIds().isEmpty() || filter.eventIds().contains(letter.eventId()));
    }

    private static boolean fits(String value, @Nullable String wanted) {
        return wanted == null || wanted.equals(value);
    }

    @Override
    public synchronized long count(Filter filter) {
        return find(filter, Integer.MAX_VALUE).size();
    }

    @Override
    public synchronized Size size(String workflow) {
        List<Letter> kept =
                letters.stream().filter(one -> one.workflow().equals(workflow)).toList();
        long bytes =
                kept.stream()
                        .mapToLong(one -> one.event().getBytes(StandardCharsets.UTF_8).length)
                        .sum();
        return new Size(kept.size(), bytes);
    }

    @Override
    public synchronized void remove(List<Letter> gone) {
        letters.removeIf(one -> gone.stream().anyMatch(other -> isSame(one, other)));
    }
}
