package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Deliveries on their way from Bento's requests to the stream. Requests come on many connections;
 * their numbers, from 1, put them in order. Bounded in bytes. Thread-safe.
 */
final class Intake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Delivery> waiting = new ArrayDeque<>();

    /** By number, until they are answered. */
    private final Map<Long, Delivery> unanswered = new HashMap<>();

    private final Decoder decoder;
    private final long maxBytes;
    private long next = 1;
    private long bytes;

    /** Whether the request whose turn it is is being read. */
    private boolean reading;

    private boolean closed;
    private @Nullable Failure end;
    private volatile long queuedBytes;
    private volatile long queuedEvents;

    Intake(Decoder decoder, long maxBytes) {
        this.decoder = decoder;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a request when it is its turn and there is room, and waits until it is acknowledged.
     *
     * @return whether it is; otherwise it has to come again
     */
    boolean accept(long number, InputStream body) throws IOException, InterruptedException {
        Delivery delivery = awaitTurn(number);
        if (delivery == null) {
            byte[] read = body.readAllBytes();
            delivery = put(number, new Delivery(decoder.decode(read), 2L * read.length));
        }
        boolean acknowledged = delivery.awaitAnswer();
        lock.lock();
        try {
            unanswered.remove(number);
        } finally {
            lock.unlock();
        }
        return acknowledged;
    }

    /** What {@code number} already is, because its connection broke; usually nothing. */
    private @Nullable Delivery awaitTurn(long number) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && number >= next && (number > next || reading || bytes > maxBytes)) {
                changed.await();
            }
            if (closed) {
                throw new InterruptedException();
            }
            if (number < next) {
                return unanswered.getOrDefault(number, Delivery.ACCEPTED);
            }
            reading = true;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Delivery put(long number, Delivery delivery) {
        lock.lock();
        try {
            unanswered.put(number, delivery);
            waiting.add(delivery);
            bytes += delivery.bytes();
            next = number + 1;
            reading = false;
            if (closed) {
                delivery.refuse();
            }
            count();
            changed.signalAll();
            return delivery;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for deliveries and gives all there are; none when time is over.
     *
     * @throws Failure that ended Bento's run, once everything before was given
     */
    List<Delivery> poll(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (waiting.isEmpty() && end == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (waiting.isEmpty() && end != null) {
                throw end;
            }
            List<Delivery> all = new ArrayList<>(waiting);
            waiting.clear();
            bytes = 0;
            count();
            changed.signalAll();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void count() {
        queuedBytes = bytes;
        queuedEvents = waiting.stream().mapToLong(Delivery::changes).sum();
    }

    long queuedBytes() {
        return queuedBytes;
    }

    long queuedEvents() {
        return queuedEvents;
    }

    /** Nothing more comes; the first reason counts. */
    void fail(Failure why) {
        lock.lock();
        try {
            if (end == null) {
                end = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits a moment for the end.
     *
     * @throws Failure that ended Bento's run
     */
    void awaitEnd(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (end == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (end != null) {
                throw end;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what is not acknowledged, and whatever comes. */
    void close() {
        lock.lock();
        try {
            closed = true;
            unanswered.values().forEach(Delivery::refuse);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
