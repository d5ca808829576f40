package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.JsonForms;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Kind;

import io.debezium.data.SpecialValueDecimal;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** The kinds of single values. */
enum Scalar implements Kind {
    BOOLEAN(Schema.Type.BOOLEAN),
    INTEGER(Schema.Type.INT64),
    /** As the double that has the same shortest text, so that 1.1 stays 1.1. */
    REAL(Schema.Type.FLOAT64),
    DOUBLE(Schema.Type.FLOAT64),
    NUMERIC(Schema.Type.STRING),
    MONEY(Schema.Type.STRING),
    BYTES(Schema.Type.BYTES),
    DATE(Schema.Type.STRING),
    TIMETZ(Schema.Type.STRING),
    TIMESTAMP(Schema.Type.STRING),
    TIMESTAMPTZ(Schema.Type.STRING),
    INTERVAL(Schema.Type.STRING),
    GEOMETRIC(Schema.Type.STRING),
    /** Apart from the others because its arrays are written with another delimiter. */
    BOX(Schema.Type.STRING),
    JSON(Schema.Type.STRING),
    HSTORE(Schema.Type.STRING),
    /** Everything else, as PostgreSQL writes it. */
    TEXT(Schema.Type.STRING);

    private final Schema.Type carrier;

    Scalar(Schema.Type carrier) {
        this.carrier = carrier;
    }

    @Override
    public Schema.Type carrier() {
        return carrier;
    }

    @Override
    public Object carry(Object raw) {
        return switch (this) {
            case BOOLEAN -> raw instanceof Boolean ? raw : isTrue(raw.toString());
            case INTEGER -> raw instanceof Number n ? n.longValue() : Long.valueOf(raw.toString());
            case REAL, DOUBLE -> Double.valueOf(raw.toString());
            case NUMERIC -> numeric(raw);
            case MONEY -> TextForms.money(raw);
            case BYTES -> raw instanceof byte[] ? raw : TextForms.bytes(raw.toString());
            case DATE -> TimeForms.date(raw);
            case TIMETZ -> TimeForms.timeWithZone(raw);
            case TIMESTAMP -> TimeForms.timestamp(raw);
            case TIMESTAMPTZ -> TimeForms.timestampWithZone(raw);
            case INTERVAL -> TimeForms.interval(raw);
            case GEOMETRIC, BOX -> TextForms.geometric(raw.toString());
            case JSON, HSTORE, TEXT -> raw.toString();
        };
    }

    @Override
    public @Nullable Object value(Object carried) {
        return switch (this) {
            case JSON -> JsonForms.value((String) carried);
            case HSTORE -> TextForms.hstore((String) carried);
            default -> carried;
        };
    }

    /** The kind whose {@link Kind#name} is {@code name}. */
    static Kind named(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? valueOf(name) : new ArrayOf(named(name.substring(colon + 1)));
    }

    private static boolean isTrue(String text) {
        return text.equals("t") || text.equals("true");
    }

    private static String numeric(Object raw) {
        if (raw instanceof SpecialValueDecimal decimal) {
            return decimal.getDecimalValue()
                    .map(BigDecimal::toPlainString)
                    .orElseGet(() -> TextForms.specialNumber(decimal));
        }
        return raw.toString();
    }
}
