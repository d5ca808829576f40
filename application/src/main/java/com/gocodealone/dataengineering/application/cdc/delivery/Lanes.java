package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who has to wait for whom, so that the order holds. A table has a lane for each of its keys; an
 * event without a key takes the whole table: it waits for all before it, and all after it wait for
 * it. Confined to its delivery's thread.
 */
final class Lanes {
    private static final TableId ANY_TABLE = new TableId("", "");

    private final Order order;
    private final Map<TableId, Table> tables = new HashMap<>();

    Lanes(Order order) {
        this.order = order;
    }

    /** Puts {@code job} behind everything that it has to wait for. */
    void enter(Job job) {
        for (Parcel parcel : job.parcels()) {
            enter(job, parcel.event());
        }
    }

    private void enter(Job job, ChangeEvent event) {
        Table table = tables.computeIfAbsent(laneTable(event), id -> new Table());
        Set<Object> keys = order == Order.KEY ? Keys.of(event) : Set.of();
        if (keys.isEmpty()) {
            table.enterAlone(job);
        }
        for (Object key : keys) {
            table.enter(job, key);
        }
    }

    private TableId laneTable(ChangeEvent event) {
        return order == Order.SOURCE ? ANY_TABLE : event.table();
    }

    /** Takes {@code job} out; those that need wait no more are handed to {@code ready}. */
    void leave(Job job, Deque<Job> ready) {
        for (Place place : job.places()) {
            place.table().leave(job, place.key());
        }
        job.release(ready);
    }

    /**
     * Where a job stands.
     *
     * @param key null for the whole table
     */
    record Place(Table table, @Nullable Object key) {}

    /** The lanes of one table. */
    static final class Table {
        private final Map<Object, Job> lastOfKey = new HashMap<>();
        private @Nullable Job lastAlone;

        void enter(Job job, Object key) {
            Job last = lastOfKey.put(key, job);
            Job before = last == null ? lastAlone : last;
            if (before != null) {
                job.follow(before);
            }
            if (last != job) {
                job.places().add(new Place(this, key));
            }
        }

        void enterAlone(Job job) {
            Job before = lastAlone;
            lastOfKey.values().forEach(job::follow);
            lastOfKey.clear();
            if (before != null) {
                job.follow(before);
            }
            if (before != job) {
                lastAlone = job;
                job.places().add(new Place(this, null));
            }
        }

        void leave(Job job, @Nullable Object key) {
            if (key != null) {
                lastOfKey.remove(key, job);
            } else if (lastAlone == job) {
                lastAlone = null;
            }
        }
    }
}
