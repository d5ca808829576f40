package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The event that a pipeline sees; its keys, in this order, are the trigger's data. */
public record EventData(
        @Doc("Names this change; the same at every delivery, so a pipeline can tell a repeat")
                String eventId,
        @Doc("The source it comes from") String sourceId,
        @Doc("READ (a row of the snapshot), INSERT, UPDATE, DELETE or TRUNCATE") String op,
        @Doc("The table with its schema, such as public.orders") String table,
        @Doc("The schema alone") String schema,
        @Doc("The key columns; null when the table has no key") @Nullable Row key,
        @Doc("The row before, as far as the replica identity lets the database tell; or null")
                @Nullable Row before,
        @Doc("The row after; null for DELETE and TRUNCATE") @Nullable Row after,
        @Doc("Columns missing from after because the database did not send their unchanged values")
                List<String> unchangedColumns,
        @Doc("Columns whose values were cut because the event was too large for the engine")
                List<String> truncatedColumns,
        @Doc("When the transaction was committed, or the snapshot read the row; ISO-8601, UTC")
                Instant committedAt,
        @Doc("Where the change stands in the source's log, such as an LSN") String position,
        @Doc("The id of the transaction; null in a snapshot") @Nullable String transaction,
        @Doc("Whether the row comes from a snapshot") boolean snapshot) {

    /** Names {@code event}; the same at every delivery. */
    static String id(String sourceId, ChangeEvent event) {
        return sourceId + ":" + event.position().text() + ":" + event.index();
    }

    /** What the pipeline gets for {@code event}. */
    public static EventData of(String sourceId, ChangeEvent event) {
        Row after = event.after();
        return new EventData(
                id(sourceId, event),
                sourceId,
                event.operation().name(),
                event.table().toString(),
                event.table().schema(),
                event.key(),
                event.before(),
                after,
                after == null ? List.of() : after.unchangedColumns(),
                List.of(),
                event.committedAt(),
                event.position().text(),
                event.transaction(),
                event.operation() == Operation.READ);
    }

    /** The same with the rows cut, and the columns named that are. */
    EventData with(
            @Nullable Row cutKey,
            @Nullable Row cutBefore,
            @Nullable Row cutAfter,
            List<String> cut) {
        return new EventData(
                eventId,
                sourceId,
                op,
                table,
                schema,
                cutKey,
                cutBefore,
                cutAfter,
                unchangedColumns,
                cut,
                committedAt,
                position,
                transaction,
                snapshot);
    }
}
