package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Position;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The records that were given and are not acknowledged yet, in order. Confined but for oldest. */
final class Given {
    private final Deque<Entry> entries = new ArrayDeque<>();
    private volatile @Nullable Instant oldest;

    private record Entry(
            TopicPartition partition, long offset, Position position, Instant committedAt) {}

    /** What is done once a position is acknowledged. */
    record Done(int count, Map<TopicPartition, OffsetAndMetadata> offsets) {}

    void add(ConsumerRecord<?, ?> record, Position position, Instant committedAt) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        entries.addLast(new Entry(partition, record.offset(), position, committedAt));
        remember();
    }

    /** Whether anything of one of {@code partitions} waits. */
    boolean hasAnyOf(Collection<TopicPartition> partitions) {
        return entries.stream().anyMatch(entry -> partitions.contains(entry.partition()));
    }

    /**
     * @throws Failure CONFLICT when that position does not wait
     */
    Done upTo(Position upTo) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        int count = 0;
        for (Entry entry : entries) {
            offsets.put(entry.partition(), new OffsetAndMetadata(entry.offset() + 1));
            count++;
            if (entry.position().equals(upTo)) {
                return new Done(count, offsets);
            }
        }
        throw new Failure(
                Failure.Kind.CONFLICT,
                "position %s is not one that this stream gave and waits for".formatted(upTo));
    }

    void remove(Done done) {
        for (int i = 0; i < done.count(); i++) {
            entries.removeFirst();
        }
        remember();
    }

    /** When the oldest change was committed; null when there is none. Never blocks. */
    @Nullable Instant oldest() {
        return oldest;
    }

    private void remember() {
        Entry first = entries.peekFirst();
        oldest = first == null ? null : first.committedAt();
    }
}
