package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What one of Debezium's records says of a row: its envelope's op, before, after and source.ts_us.
 * Immutable.
 *
 * @param bytes about how much memory the rows take
 */
public record Recorded(
        Operation operation,
        @Nullable Row key,
        @Nullable Row before,
        @Nullable Row after,
        Instant committedAt,
        long bytes) {
    private static final long EVENT_BYTES = 120;

    /**
     * @param shape of the record's table
     * @param value of the record
     */
    public static Recorded of(Shape shape, Struct value) {
        Struct newRow = value.getStruct("after");
        Struct oldRow = value.getStruct("before");
        Shape.Sized after = newRow == null ? null : shape.row(newRow);
        Shape.Sized before = shape.rowBefore(oldRow);
        Shape.Sized key = shape.key(newRow == null ? oldRow : newRow);
        return new Recorded(
                operation(value.getString("op")),
                row(key),
                row(before),
                row(after),
                committedAt(value.getStruct("source")),
                EVENT_BYTES + bytes(after) + bytes(before) + bytes(key));
    }

    /** When the source block of a record says that its transaction was committed. */
    public static Instant committedAt(Struct source) {
        long micros = Objects.requireNonNull(source.getInt64("ts_us"));
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /**
     * @param index among the changes of its position
     * @param transaction its number or name; null for a row of a snapshot
     */
    public ChangeEvent event(
            Position position, int index, TableId table, @Nullable String transaction) {
        return new ChangeEvent(
                position, index, operation, table, key, before, after, committedAt, transaction);
    }

    private static Operation operation(String op) {
        return switch (op) {
            case "c" -> Operation.INSERT;
            case "u" -> Operation.UPDATE;
            case "d" -> Operation.DELETE;
            case "t" -> Operation.TRUNCATE;
            case "r" -> Operation.READ;
            default -> throw new IllegalArgumentException("operation " + op);
        };
    }

    private static long bytes(Shape.@Nullable Sized sized) {
        return sized == null ? 0 : sized.bytes();
    }

    private static @Nullable Row row(Shape.@Nullable Sized sized) {
        return sized == null ? null : sized.row();
    }
}
