package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Chunk;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Description;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EventQueue;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.InitialProgress;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Interleaver;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Item;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.OpenGroup;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Recorded;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Shape;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import io.debezium.engine.RecordChangeEvent;

import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Makes items of Debezium's records. Changes that share an LSN (the rows of one COPY page, the
 * tables of one TRUNCATE, both halves of a changed key) are one position: Debezium resumes behind
 * the LSN of an offset, so an offset between them would lose the rest. That a position is complete
 * shows at the next record with another LSN, or at the end of the transaction. Confined to
 * Debezium's thread.
 */
final class Assembler {
    private final Shapes shapes;
    private final EventQueue queue;
    private final Interleaver interleaver;
    private final InitialProgress initial;
    private final SchemaVersions versions = new SchemaVersions();
    private final OpenGroup group = new OpenGroup();
    private long groupLsn;
    private boolean inTransaction;
    private boolean sawHeartbeat;

    Assembler(Shapes shapes, EventQueue queue, Interleaver interleaver, InitialProgress initial) {
        this.shapes = shapes;
        this.queue = queue;
        this.interleaver = interleaver;
        this.initial = initial;
    }

    void accept(RecordChangeEvent<SourceRecord> event) throws InterruptedException {
        if (!(event.record().value() instanceof Struct value)) {
            return;
        }
        if (value.schema().field("op") != null) {
            acceptOperation(event, value);
        } else if (value.schema().field("status") != null) {
            acceptBorder(event, value.getString("status"));
        } else {
            acceptHeartbeat(event);
        }
    }

    private void acceptOperation(RecordChangeEvent<SourceRecord> event, Struct value)
            throws InterruptedException {
        switch (value.getString("op")) {
            case "r" -> acceptSnapshotRow(event, value);
            case "m" -> {
                // Not of a table; if it is part of a transaction, that has an end.
            }
            default -> acceptChange(event, value);
        }
    }

    /** The end of a transaction is where Debezium may resume without repeating any of it. */
    private void acceptBorder(RecordChangeEvent<SourceRecord> event, String status)
            throws InterruptedException {
        inTransaction = status.equals("BEGIN");
        if (inTransaction) {
            interleaver.begun(offset(event, "txId"));
            return;
        }
        if (group.isEmpty()) {
            queue.put(new Item.Boundary(event.record().sourceOffset()));
        } else {
            group.mark(event.record().sourceOffset());
            group.finishInto(queue);
        }
        Chunk chunk = interleaver.ended(offset(event, "lsn_commit"));
        if (chunk != null) {
            place(chunk);
        }
    }

    /** Rows that were read on demand. */
    private void place(Chunk chunk) throws InterruptedException {
        Iterator<Item.Read> rows = chunk.rows().values().iterator();
        if (rows.hasNext()) {
            describe(rows.next().event(), chunk.description());
        }
        chunk.putInto(queue);
    }

    private void describe(ChangeEvent event, Description description) throws InterruptedException {
        SchemaVersion version = versions.at(event, description);
        if (version != null) {
            queue.put(new Item.Structured(version));
        }
    }

    private static long offset(RecordChangeEvent<SourceRecord> event, String key) {
        return event.record().sourceOffset().get(key) instanceof Number number
                ? number.longValue()
                : 0;
    }

    /**
     * Only the one right after the snapshot counts: it says that the snapshot is over even when no
     * table had a row. Later ones may stand in the middle of a position.
     */
    private void acceptHeartbeat(RecordChangeEvent<SourceRecord> event)
            throws InterruptedException {
        var offset = event.record().sourceOffset();
        boolean reading =
                offset.get("snapshot") != null
                        && !Boolean.TRUE.equals(offset.get("snapshot_completed"));
        if (reading) {
            return;
        }
        boolean streamed = offset.containsKey("messageType");
        if (!sawHeartbeat && !streamed && !inTransaction && group.isEmpty()) {
            initial.end();
            queue.put(new Item.Boundary(event.record().sourceOffset()));
        }
        sawHeartbeat = true;
    }

    private void acceptSnapshotRow(RecordChangeEvent<SourceRecord> event, Struct value)
            throws InterruptedException {
        Struct source = value.getStruct("source");
        TableId table = table(source);
        Map<String, ?> offset = event.record().sourceOffset();
        boolean last = Boolean.TRUE.equals(offset.get("snapshot_completed"));
        if (last) {
            initial.end();
        }
        if (!shapes.covers(table)) {
            queue.put(new Item.Boundary(last ? offset : null));
            return;
        }
        long number = initial.read(table);
        String lsn = Lsn.text(source.getInt64("lsn"));
        Position position = new Position("%s/snapshot/%s/%d".formatted(lsn, table, number));
        Shape shape = shapes.of(table, value, event.record().keySchema());
        Recorded recorded = Recorded.of(shape, value);
        ChangeEvent read = recorded.event(position, 0, table, null);
        describe(read, shape.description());
        Map<String, ?> mark = last ? offset : null;
        queue.put(new Item.Group(position, List.of(read), recorded.bytes(), mark, last));
    }

    private void acceptChange(RecordChangeEvent<SourceRecord> event, Struct value)
            throws InterruptedException {
        Struct source = value.getStruct("source");
        long lsn = source.getInt64("lsn");
        if (!group.isEmpty() && lsn != groupLsn) {
            group.finishInto(queue);
        }
        TableId table = table(source);
        if (!shapes.covers(table)) {
            return;
        }
        groupLsn = lsn;
        Position position = group.isEmpty() ? new Position(Lsn.text(lsn)) : group.position();
        Shape shape = shapes.of(table, value, event.record().keySchema());
        Recorded recorded = Recorded.of(shape, value);
        ChangeEvent change = recorded.event(position, group.size(), table, transaction(source));
        describe(change, shape.description());
        interleaver.changed(change);
        group.add(change, recorded.bytes(), event.record().sourceOffset());
    }

    private static @Nullable String transaction(Struct source) {
        Long id = source.getInt64("txId");
        return id == null ? null : id.toString();
    }

    private static TableId table(Struct source) {
        return new TableId(source.getString("schema"), source.getString("table"));
    }
}
