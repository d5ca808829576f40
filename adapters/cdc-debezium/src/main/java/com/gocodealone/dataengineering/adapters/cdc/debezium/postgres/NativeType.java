package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import io.debezium.spi.converter.RelationalColumn;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What the replication stream tells of a column's type, as a Connect schema carries it.
 *
 * @param oid of the type
 * @param modifier as pg_attribute.atttypmod has it, for types whose length Debezium tells; or -1
 */
record NativeType(int oid, int modifier) {
    private static final String OID = "oid";
    private static final String MODIFIER = "modifier";
    private static final int BPCHAR = 1042;
    private static final int VARCHAR = 1043;
    private static final int NUMERIC = 1700;
    private static final int MAX_TEXT = 10_485_760;
    private static final int MAX_PRECISION = 1000;
    private static final int HEADER = 4;

    static NativeType of(RelationalColumn column) {
        return new NativeType(column.nativeType(), modifier(column));
    }

    private static int modifier(RelationalColumn column) {
        int length = positive(column.length());
        return switch (column.nativeType()) {
            case BPCHAR, VARCHAR -> length > 0 && length <= MAX_TEXT ? length + HEADER : -1;
            case NUMERIC ->
                    length > 0 && length <= MAX_PRECISION
                            ? ((length << 16) | (column.scale().orElse(0) & 0x7ff)) + HEADER
                            : -1;
            default -> -1;
        };
    }

    private static int positive(OptionalInt length) {
        return Math.max(0, length.orElse(0));
    }

    SchemaBuilder writeTo(SchemaBuilder schema) {
        return schema.parameter(OID, String.valueOf(oid))
                .parameter(MODIFIER, String.valueOf(modifier));
    }

    /** Null when {@code schema} was not written by {@link #writeTo}. */
    static @Nullable NativeType readFrom(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        if (parameters == null || parameters.get(OID) == null) {
            return null;
        }
        return new NativeType(
                Integer.parseInt(parameters.get(OID)), Integer.parseInt(parameters.get(MODIFIER)));
    }
}
