package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Form;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.JsonForms;

import io.debezium.data.Bits;
import io.debezium.data.Json;
import io.debezium.data.geometry.Geometry;
import io.debezium.data.geometry.Point;

import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The form of each column by its Connect schema: Debezium's, or one of {@link ExactType}. */
final class Forms {
    private final Flavor flavor;

    Forms(Flavor flavor) {
        this.flavor = flavor;
    }

    Form of(Schema schema) {
        String name = schema.name();
        return name == null ? plain(schema.type()) : named(name, schema);
    }

    private static Form plain(Schema.Type type) {
        return switch (type) {
            case INT8, INT16, INT32 -> carried -> ((Number) carried).longValue();
            // The double of the same shortest text, so that 1.1 stays 1.1.
            case FLOAT32 -> carried -> Double.valueOf(carried.toString());
            case BYTES -> Forms::bytes;
            case INT64, FLOAT64, BOOLEAN, STRING, ARRAY, MAP, STRUCT -> carried -> carried;
        };
    }

    private Form named(String name, Schema schema) {
        return switch (name) {
            case Decimal.LOGICAL_NAME -> carried -> ((BigDecimal) carried).toPlainString();
            case Bits.LOGICAL_NAME -> bits(schema);
            case Geometry.LOGICAL_NAME, Point.LOGICAL_NAME -> Forms::geometry;
            case Json.LOGICAL_NAME -> json();
            case ExactType.UNSIGNED_NAME -> carried -> unsigned((String) carried);
            default -> plain(schema.type());
        };
    }

    /** To MariaDB, JSON is text; it is a type of its own only in the statement that made it. */
    private Form json() {
        return switch (flavor) {
            case MYSQL -> carried -> JsonForms.value((String) carried);
            case MARIADB -> carried -> carried;
        };
    }

    private static Object bytes(Object carried) {
        if (carried instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return carried;
    }

    /** Debezium has the lowest byte first; people write the highest bit first. */
    private static Form bits(Schema schema) {
        int length = Integer.parseInt(schema.parameters().get(Bits.LENGTH_FIELD));
        return carried -> {
            byte[] bytes = (byte[]) bytes(carried);
            StringBuilder text = new StringBuilder(length);
            for (int i = length - 1; i >= 0; i--) {
                boolean set = i / 8 < bytes.length && (bytes[i / 8] >> i % 8 & 1) == 1;
                text.append(set ? '1' : '0');
            }
            return text.toString();
        };
    }

    private static Map<String, @Nullable Object> geometry(Object carried) {
        Struct struct = (Struct) carried;
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("wkb", bytes(struct.get(Geometry.WKB_FIELD)));
        Integer srid = struct.getInt32(Geometry.SRID_FIELD);
        value.put("srid", srid == null ? null : srid.longValue());
        return value;
    }

    /** A number that fits, or else its digits. */
    static Object unsigned(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return digits;
        }
    }
}
