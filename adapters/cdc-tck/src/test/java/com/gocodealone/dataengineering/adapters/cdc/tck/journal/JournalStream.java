package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SnapshotProgress;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** The changes of one table in a journal. */
final class JournalStream implements ChangeStream {
    private final Journal journal;
    private final String table;
    private final Options options;
    private final Fault fault;
    private final Memory memory;
    private final GroupQueue queue;
    private final Tail tail;
    private final Leaks leaks;
    private final List<Group> outstanding = new ArrayList<>();
    private final List<SnapshotProgress> snapshots = new CopyOnWriteArrayList<>();
    private final ReentrantLock polling = new ReentrantLock();
    private @Nullable Group half;
    private int olderGroups;
    private boolean structureGiven;
    private boolean closed;

    JournalStream(Journal journal, String table, Options options, Memory memory) {
        this.journal = journal;
        this.table = table;
        this.options = options;
        this.fault = options.fault();
        this.memory = memory;
        this.queue = new GroupQueue(memory.maxQueuedBytes());
        this.tail = new Tail(journal, table, fault, queue, memory.offset());
        if (memory.readsRows()) {
            tail.demand("initial");
        }
        this.leaks = new Leaks(journal, fault, tail);
    }

    @Override
    public ChangeBatch poll(Duration maxWait) throws InterruptedException {
        polling.lockInterruptibly();
        try {
            return batch(first(maxWait));
        } finally {
            polling.unlock();
        }
    }

    private @Nullable Group first(Duration maxWait) throws InterruptedException {
        long deadline = System.nanoTime() + maxWait.toNanos();
        while (true) {
            try {
                return half == null ? queue.take(deadline - System.nanoTime()) : half;
            } catch (InterruptedException e) {
                if (fault != Fault.IGNORES_INTERRUPTS) {
                    throw e;
                }
            } catch (Failure end) {
                if (!outstanding.isEmpty()) {
                    memory.broke(outstanding.getLast());
                }
                throw end;
            }
        }
    }

    private ChangeBatch batch(@Nullable Group first) throws InterruptedException {
        olderGroups = outstanding.size();
        if (first != null && fault == Fault.ENDS_BATCHES_INSIDE_A_POSITION) {
            return firstOrSecondHalf(first);
        }
        List<ChangeEvent> events = new ArrayList<>();
        long bytes = 0;
        Group group = first;
        while (group != null) {
            give(group);
            bytes += group.bytes();
            events.addAll(group.events());
            group = events.size() < options.batchEvents() ? queue.takeNow() : null;
        }
        return events.isEmpty()
                ? ChangeBatch.EMPTY
                : new ChangeBatch(events, structure(events.getFirst()), bytes);
    }

    /** Of a change that is alone in its group, the second half is all. */
    private ChangeBatch firstOrSecondHalf(Group group) {
        List<ChangeEvent> all = group.events();
        int middle = all.size() / 2;
        boolean begun = group.equals(half);
        boolean second = begun || middle == 0;
        List<ChangeEvent> events =
                second ? all.subList(middle, all.size()) : all.subList(0, middle);
        half = second ? null : group;
        if (!begun) {
            give(group);
        }
        return new ChangeBatch(events, structure(events.getFirst()), group.bytes());
    }

    private void give(Group group) {
        outstanding.add(group);
        memory.given(group);
        snapshots.replaceAll(one -> progress(one.id(), SnapshotProgress.State.DONE));
    }

    private List<SchemaVersion> structure(ChangeEvent first) {
        if (structureGiven || !options.does(Capability.SCHEMA_HISTORY)) {
            return List.of();
        }
        structureGiven = true;
        List<SchemaVersion.Column> columns =
                Rows.COLUMNS.stream()
                        .map(name -> new SchemaVersion.Column(name, "text", true, null))
                        .toList();
        return List.of(
                new SchemaVersion(
                        Tail.id(table),
                        first.position(),
                        Instant.now(),
                        columns,
                        List.of("id"),
                        null));
    }

    @Override
    public void acknowledge(Position upTo) {
        if (closed && fault != Fault.ACKNOWLEDGES_WHEN_CLOSED) {
            throw new Failure(Failure.Kind.CONFLICT, "the stream is closed");
        }
        if (upTo.equals(memory.acknowledged())) {
            return;
        }
        int place = place(upTo);
        if (olderGroups == 0 || fault != Fault.ACKNOWLEDGES_ONE_ALONE) {
            memory.acknowledge(outstanding.get(place));
        }
        outstanding.subList(0, place + 1).clear();
        olderGroups = 0;
    }

    private int place(Position position) {
        for (int i = 0; i < outstanding.size(); i++) {
            if (outstanding.get(i).position().equals(position)) {
                return i;
            }
        }
        if (fault == Fault.ACKNOWLEDGES_ANY_POSITION) {
            return outstanding.size() - 1;
        }
        throw new Failure(
                Failure.Kind.INVALID, "the stream did not give position " + position.text());
    }

    @Override
    public StreamStatus status() {
        if (fault != Fault.TELLS_NO_STATUS_WHILE_IT_WAITS) {
            return picture();
        }
        polling.lock();
        try {
            return picture();
        } finally {
            polling.unlock();
        }
    }

    private StreamStatus picture() {
        boolean knowsLag = options.does(Capability.LAG_BYTES);
        boolean knowsRetention = options.does(Capability.RETENTION);
        return new StreamStatus(
                StreamStatus.Phase.STREAMING,
                memory.acknowledged(),
                StreamStatus.Activity.UNKNOWN,
                new StreamStatus.Lag(
                        knowsLag ? journal.size() - memory.offset() : null,
                        null,
                        knowsRetention ? new Retention("journal", null, null, null) : null),
                snapshots,
                List.of());
    }

    @Override
    public void snapshot(SnapshotRequest request) throws InterruptedException {
        if (!options.does(Capability.SNAPSHOT)) {
            ChangeStream.super.snapshot(request);
        }
        snapshots.add(progress(request.id(), SnapshotProgress.State.RUNNING));
        tail.demand(request.id());
    }

    private SnapshotProgress progress(String id, SnapshotProgress.State state) {
        return new SnapshotProgress(id, Tail.id(table), state, 0, null, null, null);
    }

    @Override
    public void cancelSnapshot(String id) throws InterruptedException {
        if (!options.does(Capability.SNAPSHOT)) {
            ChangeStream.super.cancelSnapshot(id);
        }
        throw new Failure(Failure.Kind.NOT_FOUND, "there is no snapshot " + id);
    }

    @Override
    public void close() {
        if (closed && fault == Fault.CANNOT_BE_CLOSED_TWICE) {
            throw new Failure(Failure.Kind.CONFLICT, "the stream is closed");
        }
        if (fault == Fault.CANNOT_BE_CLOSED_WHEN_CUT && !journal.isReachable()) {
            throw new Failure(Failure.Kind.UNAVAILABLE, "the journal is out of reach");
        }
        if (!closed) {
            closed = true;
            leaks.close();
            memory.close(outstanding.isEmpty() ? null : outstanding.getLast());
        }
    }
}
