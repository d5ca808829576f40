package com.gocodealone.dataengineering.application.cdc.delivery;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/** What one trigger has still to do, in the order in which it may. Confined to its thread. */
final class Workload {
    /** With {@code order: source} the next job is made ready while one runs. */
    private static final int MOST_IN_ORDER = 2;

    private final Reading reading;
    private final Loading loading;
    private final Lanes lanes;
    private final Order order;
    private final Deque<Job> ready = new ArrayDeque<>();
    private int unfinished;

    Workload(Reading reading, Loading loading, Order order) {
        this.reading = reading;
        this.loading = loading;
        this.lanes = new Lanes(order);
        this.order = order;
    }

    /** Those that may run now. */
    Deque<Job> ready() {
        return ready;
    }

    /** Reads on when nothing is ready; says whether a new job was found. */
    boolean load() {
        if (!mayLoad()) {
            return false;
        }
        Job job = loading.next();
        if (job == null) {
            return false;
        }
        unfinished++;
        lanes.enter(job);
        if (!job.isBlocked()) {
            ready.addLast(job);
        }
        return true;
    }

    private boolean mayLoad() {
        return ready.isEmpty() && (order != Order.SOURCE || unfinished < MOST_IN_ORDER);
    }

    /** How long until there may be a job although nothing more is read. */
    long nanosToNext() {
        return mayLoad() ? loading.nanosToNext() : Long.MAX_VALUE;
    }

    void finish(Job job) {
        unfinished--;
        job.parcels().forEach(reading::done);
        lanes.leave(job, ready);
    }

    /** The number of the last batch of the window that is done, as all before are. */
    long done() {
        return reading.done();
    }

    @Nullable Job poll() {
        return ready.pollFirst();
    }
}
