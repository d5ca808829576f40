package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Follows a journal's end, for one table, until it is interrupted. */
final class Tail implements Runnable {
    /** So many changes of a transaction share a position. */
    private static final int GROUP = 10;

    private static final Duration GLANCE = Duration.ofMillis(2);
    private static final int EVENT_BYTES = 100;

    private final Journal journal;
    private final String table;
    private final Fault fault;
    private final GroupQueue queue;
    private final Rows rows;
    private final String prefix;
    private final Queue<String> demands = new ConcurrentLinkedQueue<>();
    private long offset;

    Tail(Journal journal, String table, Fault fault, GroupQueue queue, long offset) {
        this.journal = journal;
        this.table = table;
        this.fault = fault;
        this.queue = queue;
        this.offset = offset;
        this.rows = new Rows(fault);
        this.prefix = fault == Fault.NUMBERS_ANEW_AT_EVERY_DELIVERY ? System.nanoTime() + ":" : "";
    }

    /** Makes it read the rows that are there. Any thread. */
    void demand(String id) {
        demands.add(id);
    }

    @Override
    public void run() {
        try {
            while (journal.isReachable() || fault == Fault.WAITS_WHEN_CUT) {
                answerDemands();
                follow();
            }
            queue.fail(new Failure(Failure.Kind.UNAVAILABLE, "the journal is out of reach"));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void answerDemands() throws InterruptedException {
        String id = demands.poll();
        if (id != null) {
            Collection<Entry> entries = journal.rows(table, offset).values();
            put(new Position(id + "@" + offset), List.copyOf(entries), true, offset);
        }
    }

    private void follow() throws InterruptedException {
        List<Journal.Line> lines = journal.read(offset);
        if (lines.isEmpty()) {
            Thread.sleep(GLANCE);
        }
        List<Entry> group = new ArrayList<>();
        for (Journal.Line line : lines) {
            Entry entry = line.entry();
            group.add(entry);
            if (entry.last() || entry.index() % GROUP == GROUP - 1) {
                put(position(entry), follows(group), false, line.end());
                group.clear();
                offset = line.end();
            }
        }
    }

    private List<Entry> follows(List<Entry> group) {
        return group.stream()
                .filter(one -> one.table().equals(table) || fault == Fault.GIVES_WHAT_OTHERS_FOLLOW)
                .toList();
    }

    private Position position(Entry entry) {
        return new Position(
                "%s%d/%d".formatted(prefix, entry.transaction(), entry.index() / GROUP));
    }

    private void put(Position position, List<Entry> entries, boolean reads, long end)
            throws InterruptedException {
        List<ChangeEvent> events = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : entries) {
            Operation operation = reads ? Operation.READ : Operation.valueOf(entry.kind().name());
            events.add(rows.event(entry, position, events.size(), operation));
            bytes += EVENT_BYTES + (entry.after() == null ? 0 : entry.after().length());
        }
        if (events.isEmpty()) {
            return;
        }
        boolean turns = fault == Fault.TURNS_TRANSACTIONS_AROUND;
        queue.put(new Group(position, turns ? events.reversed() : events, bytes, end));
    }

    static TableId id(String table) {
        return new TableId("journal", table);
    }
}
