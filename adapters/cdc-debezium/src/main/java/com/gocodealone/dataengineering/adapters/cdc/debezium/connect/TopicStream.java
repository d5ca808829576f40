package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes in a connector's topic. The group's offsets are what was acknowledged; a partition
 * that goes to another engine with changes unacknowledged ends the stream, and they come there.
 */
final class TopicStream implements ChangeStream {
    /** How soon a failure beside the stream ends a poll. */
    private static final Duration SLICE = Duration.ofMillis(250);

    private static final Duration PART = Duration.ofMillis(50);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Setup setup;
    private final boolean readBefore;
    private final Consumer<byte[], byte[]> consumer;
    private final Watch watch;
    private final AutoCloseable resources;
    private final ChangeReader reader;
    private final Given given = new Given();
    private final Deque<ConsumerRecords<byte[], byte[]>> early = new ArrayDeque<>();
    private Given.@Nullable Done committing;
    private @Nullable Failure broken;
    private boolean closed;
    private volatile StreamStatus.Phase phase = StreamStatus.Phase.STREAMING;
    private volatile @Nullable Position acknowledged;
    private volatile @Nullable Instant lastEventAt;

    /**
     * @param readBefore whether an earlier stream read the topic, so that a group without offsets
     *     has lost them
     * @param resources closed with the stream, last
     */
    TopicStream(
            Setup setup,
            boolean readBefore,
            Consumer<byte[], byte[]> consumer,
            Watch watch,
            AutoCloseable resources) {
        this.setup = setup;
        this.readBefore = readBefore;
        this.consumer = consumer;
        this.watch = watch;
        this.resources = resources;
        this.reader = new ChangeReader(setup.options().before());
        consumer.subscribe(List.of(setup.topic()), new Partitions());
        watch.start();
    }

    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        long begun = System.nanoTime();
        Duration left = maxWait;
        do {
            failIfBroken();
            ChangeBatch batch = read(next(left.compareTo(SLICE) < 0 ? left : SLICE));
            if (!batch.isEmpty()) {
                return batch;
            }
            left = maxWait.minusNanos(System.nanoTime() - begun);
        } while (left.isPositive());
        return ChangeBatch.EMPTY;
    }

    private void failIfBroken() {
        Failure beside = watch.failure();
        Failure why = broken == null ? beside : broken;
        if (why != null) {
            throw new Failure(why.kind(), why.fact(), why);
        }
    }

    private ConsumerRecords<byte[], byte[]> next(Duration wait) throws InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> records =
                    early.isEmpty() ? consumer.poll(wait) : early.removeFirst();
            failIfBroken();
            return records;
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw KafkaRefusals.of(e, setup);
        }
    }

    /** Kafka's client interrupts the thread once more. */
    private static InterruptedException interrupted(InterruptException e) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }

    private ChangeBatch read(ConsumerRecords<byte[], byte[]> records) {
        List<ChangeEvent> events = new ArrayList<>(records.count());
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Position position = position(record.partition(), record.offset());
            ChangeReader.Read read = reader.read(position, record.key(), record.value());
            if (read != null) {
                events.add(read.event());
                bytes += record.serializedValueSize();
                given.add(record, position, read.event().committedAt());
                phase =
                        read.inSnapshot()
                                ? StreamStatus.Phase.SNAPSHOTTING
                                : StreamStatus.Phase.STREAMING;
            }
        }
        if (events.isEmpty()) {
            return ChangeBatch.EMPTY;
        }
        lastEventAt = Instant.now();
        return new ChangeBatch(events, bytes);
    }

    private static Position position(int partition, long offset) {
        return new Position("%d/%d".formatted(partition, offset));
    }

    @Override
    public void acknowledge(Position upTo) throws InterruptedException {
        if (closed) {
            throw new Failure(Failure.Kind.CONFLICT, "the stream is closed");
        }
        failIfBroken();
        Given.Done done = given.upTo(upTo);
        try {
            commit(done);
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw KafkaRefusals.of(e, setup);
        } finally {
            committing = null;
        }
        acknowledged = upTo;
    }

    /** While engines divide the partitions anew, Kafka takes no offsets. */
    private void commit(Given.Done done) {
        long deadline = System.nanoTime() + setup.options().connectTimeout().toNanos();
        committing = done;
        while (committing != null) {
            try {
                commitNow(done);
            } catch (RebalanceInProgressException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                takePart();
                failIfBroken();
            }
        }
    }

    private void commitNow(Given.Done done) {
        consumer.commitSync(done.offsets(), setup.options().connectTimeout());
        given.remove(done);
        committing = null;
    }

    /** Takes part in the division; what comes of partitions that are new is kept. */
    private void takePart() {
        consumer.pause(consumer.assignment());
        ConsumerRecords<byte[], byte[]> records = consumer.poll(PART);
        consumer.resume(consumer.assignment());
        if (!records.isEmpty()) {
            early.addLast(records);
        }
    }

    @Override
    public StreamStatus status() {
        Instant oldest = given.oldest();
        Duration behind = oldest == null ? null : Duration.between(oldest, Instant.now());
        return new StreamStatus(
                phase,
                acknowledged,
                new StreamStatus.Activity(lastEventAt, watch.seenAt(), null, null),
                new StreamStatus.Lag(null, behind, null),
                List.of(),
                watch.warnings());
    }

    /** An interrupt would keep the client from leaving the group. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted();
        watch.close();
        try (resources) {
            consumer.close(
                    CloseOptions.timeout(FAREWELL)
                            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        } catch (Exception gone) {
            // Kafka takes it out of the group by itself.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** On the thread that polls. */
    private final class Partitions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    consumer.committed(Set.copyOf(partitions));
            Set<TopicPartition> fresh = new HashSet<>();
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata offset = committed.get(partition);
                if (offset == null) {
                    fresh.add(partition);
                } else if (acknowledged == null && offset.offset() > 0) {
                    acknowledged = position(partition.partition(), offset.offset() - 1);
                }
            }
            if (!fresh.isEmpty()) {
                failIfForgotten(fresh);
                consumer.seekToBeginning(fresh);
            }
        }

        private void failIfForgotten(Set<TopicPartition> fresh) {
            if (readBefore
                    && consumer.beginningOffsets(fresh).values().stream().anyMatch(at -> at > 0)) {
                broken =
                        new Failure(
                                Failure.Kind.GAP,
                                ("Kafka has forgotten what group %s acknowledged, and topic %s no"
                                                + " longer has everything")
                                        .formatted(setup.group(), setup.topic()));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (committing != null) {
                commitNow(committing); // the last moment in which Kafka takes it
            }
            if (!closed && given.hasAnyOf(partitions)) {
                broken =
                        new Failure(
                                Failure.Kind.UNAVAILABLE,
                                "partitions %s went to another engine before all of their changes"
                                                .formatted(partitions)
                                        + " were acknowledged; these come there again");
            }
        }
    }
}
