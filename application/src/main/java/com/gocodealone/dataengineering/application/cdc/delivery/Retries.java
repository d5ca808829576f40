package com.gocodealone.dataengineering.application.cdc.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/** The jobs that failed and wait for their next attempt. Confined to its delivery's thread. */
final class Retries {
    private record Waiting(Job job, long dueNanos) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            return Long.compare(dueNanos - other.dueNanos, 0);
        }
    }

    private final Queue<Waiting> waiting = new PriorityQueue<>();
    private final Map<Job, Trouble> troubles = new LinkedHashMap<>();

    void later(Job job, Duration wait, String reason) {
        waiting.add(new Waiting(job, System.nanoTime() + wait.toNanos()));
        troubles.put(job, new Trouble(reason, Instant.now().plus(wait)));
    }

    /** Hands those to {@code ready} whose time has come. */
    void moveDue(Deque<Job> ready) {
        for (Waiting first = waiting.peek(); first != null && nanosTo(first) <= 0; ) {
            waiting.remove();
            ready.addFirst(first.job());
            first = waiting.peek();
        }
    }

    private static long nanosTo(Waiting one) {
        return one.dueNanos() - System.nanoTime();
    }

    /** How long until the next one is due. */
    long nanosToNext() {
        Waiting first = waiting.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, nanosTo(first));
    }

    /** {@code job} is in no trouble any more. */
    void over(Job job) {
        troubles.remove(job);
    }

    /** What is wrong with the job that failed first; null when nothing is. */
    @Nullable Trouble trouble() {
        return troubles.isEmpty() ? null : troubles.values().iterator().next();
    }
}
