package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What came from a source since the plugin started, repeats included. One thread counts at a time;
 * any may read, without waiting.
 */
public final class SourceCounts {
    private final Map<TableId, OfTable> tables = new ConcurrentHashMap<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Rate eventRate = new Rate();
    private final Rate byteRate = new Rate();
    private volatile @Nullable Instant acknowledgedAt;

    /** The counts of one table, as of now. */
    public record TableCount(
            TableId table, Map<Operation, Long> operations, @Nullable Instant lastEventAt) {
        public long events() {
            return operations.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static final class OfTable {
        private final Map<Operation, AtomicLong> operations = new EnumMap<>(Operation.class);
        private volatile @Nullable Instant lastEventAt;

        OfTable() {
            for (Operation operation : Operation.values()) {
                operations.put(operation, new AtomicLong());
            }
        }

        void count(Operation operation, Instant now) {
            Objects.requireNonNull(operations.get(operation)).incrementAndGet();
            lastEventAt = now;
        }

        TableCount read(TableId table) {
            Map<Operation, Long> counts = new EnumMap<>(Operation.class);
            operations.forEach((operation, count) -> counts.put(operation, count.get()));
            return new TableCount(table, counts, lastEventAt);
        }
    }

    void count(ChangeBatch batch) {
        int size = batch.events().size();
        if (size == 0) {
            return;
        }
        Instant now = Instant.now();
        for (ChangeEvent event : batch.events()) {
            tables.computeIfAbsent(event.table(), id -> new OfTable())
                    .count(event.operation(), now);
        }
        events.addAndGet(size);
        bytes.addAndGet(batch.bytes());
        eventRate.add(size);
        byteRate.add(batch.bytes());
    }

    void acknowledged() {
        acknowledgedAt = Instant.now();
    }

    public long events() {
        return events.get();
    }

    public long bytes() {
        return bytes.get();
    }

    public double eventsPerSecond() {
        return eventRate.perSecond();
    }

    public double bytesPerSecond() {
        return byteRate.perSecond();
    }

    /** When something was last acknowledged; null when nothing was yet. */
    public @Nullable Instant acknowledgedAt() {
        return acknowledgedAt;
    }

    /** The tables of which something came, by name. */
    public List<TableCount> tables() {
        return tables.entrySet().stream()
                .map(entry -> entry.getValue().read(entry.getKey()))
                .sorted(Comparator.comparing(count -> count.table().toString()))
                .toList();
    }
}
