package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Gathers consecutive events, or those of one table with {@code order: table}, until one of the
 * limits is reached. Confined to its delivery's thread.
 */
final class Batches implements Loading {
    private static final TableId ANY_TABLE = new TableId("", "");

    private final Reading reading;
    private final EventWriter writer;
    private final BatchOptions options;
    private final boolean byTable;
    private final int maxBytes;

    /** Those that still grow, the oldest first. */
    private final SequencedMap<TableId, Growing> growing = new LinkedHashMap<>();

    Batches(Reading reading, EventWriter writer, BatchOptions options, Order order) {
        this.reading = reading;
        this.writer = writer;
        this.options = options;
        this.byTable = order == Order.TABLE;
        this.maxBytes = (int) Math.min(options.maxBytes().bytes(), writer.room());
    }

    @Override
    public @Nullable Job next() {
        for (Parcel parcel = reading.next(); parcel != null; parcel = reading.next()) {
            Job complete = add(parcel);
            if (complete != null) {
                return complete;
            }
        }
        Map.Entry<TableId, Growing> oldest = growing.firstEntry();
        if (oldest == null || oldest.getValue().nanosLeft() > 0) {
            return null;
        }
        growing.remove(oldest.getKey());
        return new Job(oldest.getValue().parcels);
    }

    /** A batch that is complete now, if one is. */
    private @Nullable Job add(Parcel parcel) {
        TableId group = byTable ? parcel.event().table() : ANY_TABLE;
        int bytes = bytesOf(parcel);
        Growing before = growing.get(group);
        if (before != null && before.bytes + bytes > maxBytes) {
            growing.remove(group);
            begin(group).add(parcel, bytes);
            return new Job(before.parcels);
        }
        Growing batch = before == null ? begin(group) : before;
        batch.add(parcel, bytes);
        if (batch.bytes < maxBytes && batch.parcels.size() < options.maxEvents()) {
            return null;
        }
        growing.remove(group);
        return new Job(batch.parcels);
    }

    private Growing begin(TableId group) {
        Growing fresh = new Growing(System.nanoTime() + options.maxWait().toNanos());
        growing.put(group, fresh);
        return fresh;
    }

    /** An event that cannot be written fills a batch, so that it fails alone. */
    private int bytesOf(Parcel parcel) {
        try {
            return parcel.payload(writer).bytes() + EventWriter.BYTES_AROUND_EVENT;
        } catch (Failure found) {
            return maxBytes;
        }
    }

    @Override
    public long nanosToNext() {
        Map.Entry<TableId, Growing> oldest = growing.firstEntry();
        return oldest == null ? Long.MAX_VALUE : Math.max(0, oldest.getValue().nanosLeft());
    }

    private static final class Growing {
        private final List<Parcel> parcels = new ArrayList<>();
        private final long dueNanos;
        private int bytes;

        Growing(long dueNanos) {
            this.dueNanos = dueNanos;
        }

        void add(Parcel parcel, int size) {
            parcels.add(parcel);
            bytes += size;
        }

        long nanosLeft() {
            return dueNanos - System.nanoTime();
        }
    }
}
