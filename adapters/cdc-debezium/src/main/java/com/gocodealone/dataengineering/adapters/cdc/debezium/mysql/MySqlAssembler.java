package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Chunk;
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

import java.util.List;
import java.util.Map;

/**
 * Makes items of Debezium's records. The rows of one event of the binary log are one position:
 * Debezium goes on behind an event, by counting the events of a transaction from its beginning.
 * That a position is complete shows at the next record of another event, or at the end of the
 * transaction. Thread-safe: rows that were read on demand are placed by Debezium's thread when it
 * comes to their place, and by the reader's where the stream is there already.
 */
final class MySqlAssembler {
    private final Shapes shapes;
    private final EventQueue queue;
    private final TableHistory history;
    private final Interleaver interleaver;
    private final InitialProgress initial;
    private final OpenGroup group = new OpenGroup();

    /** Of the change that was acknowledged last: the server may send it once more. */
    private @Nullable Position repeated;

    private boolean inTransaction;

    /** Where the stream has come to, between two transactions. */
    private long reached;

    /** Where the transaction begins that the stream is in. */
    private @Nullable Place begin;

    /**
     * @param begin where the stream begins
     */
    MySqlAssembler(
            Shapes shapes,
            EventQueue queue,
            Interleaver interleaver,
            InitialProgress initial,
            Begin begin) {
        this.shapes = shapes;
        this.queue = queue;
        this.interleaver = interleaver;
        this.initial = initial;
        this.history = begin.history();
        this.repeated = begin.acknowledged();
        this.reached = begin.reached();
    }

    /**
     * Where a stream begins.
     *
     * @param acknowledged last, by the stream before this one
     * @param reached the number of its place in the log; 0 when it is not known
     */
    record Begin(TableHistory history, @Nullable Position acknowledged, long reached) {}

    synchronized void accept(RecordChangeEvent<SourceRecord> event) throws InterruptedException {
        if (!(event.record().value() instanceof Struct value)) {
            return;
        }
        if (value.schema().field("op") != null) {
            acceptOperation(event, value);
        } else if (value.schema().field("status") != null) {
            acceptBorder(event, value.getString("status"));
        } else if (value.schema().field("ddl") == null) {
            acceptHeartbeat(event);
        } else {
            acceptStatement(event, value);
        }
    }

    private void acceptOperation(RecordChangeEvent<SourceRecord> event, Struct value)
            throws InterruptedException {
        switch (value.getString("op")) {
            case "r" -> acceptSnapshotRow(event, value);
            case "t" -> {
                acceptChange(event, value);
                group.finishInto(queue); // it is a transaction of its own, whose end is not told
                restIfBetweenTransactions(event);
            }
            default -> acceptChange(event, value);
        }
    }

    private void acceptBorder(RecordChangeEvent<SourceRecord> event, String status)
            throws InterruptedException {
        group.finishInto(queue);
        history.complete();
        inTransaction = status.equals("BEGIN");
        if (inTransaction) {
            begin = Place.of(event.record().sourceOffset());
        } else {
            queue.put(new Item.Boundary(event.record().sourceOffset()));
            rest(event);
        }
    }

    /** The end of a statement that is a transaction of its own may be told or not. */
    private void restIfBetweenTransactions(RecordChangeEvent<SourceRecord> event)
            throws InterruptedException {
        if (!inTransaction) {
            rest(event);
        }
    }

    /** The stream is between two transactions. */
    private void rest(RecordChangeEvent<SourceRecord> event) throws InterruptedException {
        Place place = Place.of(event.record().sourceOffset());
        if (place != null) {
            reached = place.number();
        }
        placeRows();
    }

    /** Places the rows that wait, when the stream has passed everything that they show. */
    synchronized void placeRows() throws InterruptedException {
        if (!inTransaction && group.isEmpty()) {
            placeRows(reached);
        }
    }

    private void placeRows(long place) throws InterruptedException {
        Chunk chunk = interleaver.ended(place);
        if (chunk != null) {
            chunk.putInto(queue);
        }
    }

    /** Where the transaction begins that has begun last and has no row on its way; or null. */
    synchronized @Nullable Place unchanged() {
        return inTransaction && group.isEmpty() ? begin : null;
    }

    /**
     * Places the rows that wait before {@code end}, if {@code statement} still is the transaction
     * that has begun last. The end of a statement that is a transaction of its own is not told.
     */
    synchronized void placeRows(Place statement, Place end) throws InterruptedException {
        if (statement.equals(unchanged())) {
            placeRows(end.number());
        }
    }

    private void acceptStatement(RecordChangeEvent<SourceRecord> event, Struct value)
            throws InterruptedException {
        group.finishInto(queue);
        Struct source = value.getStruct("source");
        Position position = position(source, event.record().sourceOffset());
        for (SchemaVersion version : Structures.of(value, position, Recorded.committedAt(source))) {
            queue.put(new Item.Structured(version));
        }
        restIfBetweenTransactions(event);
    }

    /** Between two transactions it says that all before it is done. */
    private void acceptHeartbeat(RecordChangeEvent<SourceRecord> event)
            throws InterruptedException {
        Map<String, ?> offset = event.record().sourceOffset();
        boolean reading =
                offset.get("snapshot") != null
                        && !Boolean.TRUE.equals(offset.get("snapshot_completed"));
        if (reading || inTransaction) {
            return;
        }
        group.finishInto(queue);
        history.complete();
        initial.end();
        queue.put(new Item.Boundary(event.record().sourceOffset()));
        rest(event);
    }

    private void acceptSnapshotRow(RecordChangeEvent<SourceRecord> event, Struct value)
            throws InterruptedException {
        Struct source = value.getStruct("source");
        TableId table = table(source);
        Map<String, ?> offset = event.record().sourceOffset();
        boolean last = Boolean.TRUE.equals(offset.get("snapshot_completed"));
        if (last) {
            history.complete();
        }
        long number = initial.read(table);
        Position position =
                new Position(
                        "%s:%d/snapshot/%s/%d"
                                .formatted(
                                        source.getString("file"),
                                        source.getInt64("pos"),
                                        table,
                                        number));
        Shape shape = shapes.of(table, value, event.record().keySchema());
        Recorded recorded = Recorded.of(shape, value);
        ChangeEvent read = recorded.event(position, 0, table, null);
        Map<String, ?> mark = last ? offset : null;
        queue.put(new Item.Group(position, List.of(read), recorded.bytes(), mark, last));
        if (last) {
            initial.end();
        }
    }

    private void acceptChange(RecordChangeEvent<SourceRecord> event, Struct value)
            throws InterruptedException {
        Struct source = value.getStruct("source");
        Position position = position(source, event.record().sourceOffset());
        if (!group.isEmpty() && !group.position().equals(position)) {
            group.finishInto(queue);
        }
        if (position.equals(repeated)) {
            return;
        }
        repeated = null;
        TableId table = table(source);
        Shape shape = shapes.of(table, value, event.record().keySchema());
        Recorded recorded = Recorded.of(shape, value);
        ChangeEvent change = recorded.event(position, group.size(), table, transaction(value));
        interleaver.changed(change);
        group.add(change, recorded.bytes(), event.record().sourceOffset());
    }

    /** The transaction, and how many events of it come before this one. */
    private static Position position(Struct source, Map<String, ?> offset) {
        String gtid = source.getString("gtid");
        String transaction =
                gtid == null ? "%s:%s".formatted(offset.get("file"), offset.get("pos")) : gtid;
        Object before = offset.get("event");
        return new Position("%s/%s".formatted(transaction, before == null ? 0 : before));
    }

    private static @Nullable String transaction(Struct value) {
        Struct transaction = value.getStruct("transaction");
        return transaction == null ? null : transaction.getString("id");
    }

    private static TableId table(Struct source) {
        return new TableId(source.getString("db"), source.getString("table"));
    }
}
