package com.gocodealone.dataengineering.application.cdc;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What must be so after any sequence of actions on a source with the log {@code [orders1] [items2,
 * orders3]} and up to two triggers: A wants every table, B only orders. Mutable; used by one
 * thread.
 */
final class DeliveryModel {
    /** What can happen. */
    enum Action {
        A_SUCCEEDS,
        A_FAILS,
        A_STOPS,
        A_STARTS,
        B_SUCCEEDS,
        B_FAILS,
        B_CREATED,
        B_STOPS,
        B_STARTS,
        B_DESTROYED,
        POLL_FAILS,
        ACKNOWLEDGE_FAILS,
        CRASH;

        Trigger trigger() {
            return name().startsWith("A_") ? Trigger.A : Trigger.B;
        }
    }

    /** The triggers. */
    enum Trigger {
        A,
        B;

        /** The numbers of the events that it wants. */
        List<Integer> wanted() {
            return this == A ? List.of(1, 2, 3) : List.of(1, 3);
        }
    }

    /** The last events of the batches. */
    private static final List<Integer> ENDS = List.of(0, 1, 3);

    private final Map<Trigger, Boolean> started = new EnumMap<>(Trigger.class);

    /** The last event each has succeeded with since the round began. */
    private final Map<Trigger, Integer> done = new EnumMap<>(Trigger.class);

    private int acknowledged;
    private int opened = 1;
    private boolean held;
    private boolean acknowledgeFails;

    DeliveryModel() {
        started.put(Trigger.A, true);
        newRound();
    }

    /** All that decides what may happen next. */
    String state() {
        return "%s %s %d %s %s".formatted(started, done, acknowledged, held, acknowledgeFails);
    }

    boolean isReady() {
        return !held && !started.isEmpty() && !started.containsValue(false);
    }

    int acknowledged() {
        return acknowledged;
    }

    int opened() {
        return opened;
    }

    boolean exists(Trigger trigger) {
        return started.containsKey(trigger);
    }

    boolean isHeld() {
        return held;
    }

    /** The event that the workflow of {@code trigger} must be busy with; null when with none. */
    @Nullable Integer pending(Trigger trigger) {
        if (!isReady() || !exists(trigger)) {
            return null;
        }
        int last = done.getOrDefault(trigger, 0);
        return trigger.wanted().stream().filter(number -> number > last).findFirst().orElse(null);
    }

    boolean mayHappen(Action action) {
        Trigger trigger = action.trigger();
        return switch (action) {
            case A_SUCCEEDS, A_FAILS, B_SUCCEEDS, B_FAILS -> pending(trigger) != null;
            case A_STOPS, B_STOPS -> Boolean.TRUE.equals(started.get(trigger));
            case A_STARTS, B_STARTS ->
                    exists(trigger) && (held || !Boolean.TRUE.equals(started.get(trigger)));
            case B_CREATED -> !exists(Trigger.B);
            case B_DESTROYED -> exists(Trigger.B);
            case POLL_FAILS -> isReady();
            case ACKNOWLEDGE_FAILS -> !acknowledgeFails && acknowledged < 3;
            case CRASH -> true;
        };
    }

    void happens(Action action) {
        Trigger trigger = action.trigger();
        switch (action) {
            case A_SUCCEEDS, B_SUCCEEDS -> succeeds(trigger);
            case A_FAILS, B_FAILS -> {}
            case A_STOPS, B_STOPS -> {
                started.put(trigger, false);
                held = true;
                newRound();
            }
            case A_STARTS, B_STARTS -> {
                started.put(trigger, true);
                held = false;
                newRound();
            }
            case B_CREATED -> {
                started.put(trigger, false);
                newRound();
            }
            case B_DESTROYED -> {
                held |= Boolean.TRUE.equals(started.remove(trigger));
                newRound();
            }
            case POLL_FAILS -> reopens();
            case ACKNOWLEDGE_FAILS -> acknowledgeFails = true;
            case CRASH -> {
                started.replaceAll((any, was) -> true);
                held = false;
                acknowledgeFails = false;
                opened = 1;
                newRound();
            }
        }
    }

    private void succeeds(Trigger trigger) {
        Integer number = pending(trigger);
        if (number == null) {
            return;
        }
        done.put(trigger, number);
        int all = started.keySet().stream().mapToInt(this::doneUpTo).min().orElse(0);
        int end = ENDS.stream().filter(last -> last <= all).mapToInt(last -> last).max().orElse(0);
        if (end > acknowledged && acknowledgeFails) {
            acknowledgeFails = false;
            reopens();
        } else {
            acknowledged = Math.max(acknowledged, end);
        }
    }

    /** The last event before the next one that {@code trigger} wants. */
    private int doneUpTo(Trigger trigger) {
        Integer next = pending(trigger);
        return next == null ? 3 : next - 1;
    }

    private void reopens() {
        opened++;
        newRound();
    }

    private void newRound() {
        for (Trigger trigger : Trigger.values()) {
            done.put(trigger, acknowledged);
        }
    }
}
