package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.JsonForms;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a query reads the columns of a type, as text that loses nothing, and what an event has of it:
 * the same as when the stream brings it.
 */
enum Reading {
    INTEGER("CAST(%s AS CHAR)"),
    UNSIGNED("CAST(%s AS CHAR)"),
    DECIMAL("CAST(%s AS CHAR)"),
    /** As it is, the server would round it to six digits. */
    FLOAT("CAST(%s * 1e0 AS CHAR)"),
    DOUBLE("CAST(%s AS CHAR)"),
    TEXT("%s"),
    /** Enum and set, which the server orders by number. */
    CHOICE("%s"),
    UUID("CAST(%s AS CHAR)"),
    DATE("CAST(%s AS CHAR)"),
    DATETIME("CAST(%s AS CHAR)"),
    /** The session is in UTC. */
    TIMESTAMP("CAST(%s AS CHAR)"),
    TIME("CAST(%s AS CHAR)"),
    BYTES("HEX(%s)"),
    BIT("BIN(%s)"),
    JSON("CAST(%s AS CHAR)"),
    GEOMETRY("HEX(%s)");

    /** A day, or a month, that is not. */
    private static final String ZERO = "-00";

    private static final int SRID_BYTES = 4;

    private final String expression;

    Reading(String expression) {
        this.expression = expression;
    }

    /**
     * Null when such a column cannot be read.
     *
     * @param type such as bigint
     * @param declared such as bigint(20) unsigned
     */
    static @Nullable Reading of(String type, String declared) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "tinyint", "smallint", "mediumint", "int", "year" -> INTEGER;
            case "bigint" -> declared.contains("unsigned") ? UNSIGNED : INTEGER;
            case "decimal" -> DECIMAL;
            case "float" -> FLOAT;
            case "double" -> DOUBLE;
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> TEXT;
            case "enum", "set" -> CHOICE;
            case "uuid" -> UUID;
            case "date" -> DATE;
            case "datetime" -> DATETIME;
            case "timestamp" -> TIMESTAMP;
            case "time" -> TIME;
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> BYTES;
            case "bit" -> BIT;
            case "json" -> JSON;
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geometrycollection",
                    "geomcollection" ->
                    GEOMETRY;
            default -> null;
        };
    }

    /** Whether the order of its literals is the order of the rows. */
    boolean leads() {
        return switch (this) {
            case INTEGER, UNSIGNED, DECIMAL, TEXT, DATE, DATETIME, TIMESTAMP, TIME, BYTES -> true;
            case FLOAT, DOUBLE, CHOICE, UUID, BIT, JSON, GEOMETRY -> false;
        };
    }

    /** SQL for the text of {@code column}. */
    String expression(String column) {
        return expression.formatted(column);
    }

    /**
     * SQL that means the value of {@code text}, whatever is in it and however the server quotes.
     */
    String literal(String text) {
        return switch (this) {
            case INTEGER, UNSIGNED, DECIMAL -> new BigDecimal(text).toPlainString();
            case BYTES -> "x'%s'".formatted(HexFormat.of().formatHex(bytes(text)));
            case TEXT, DATE, DATETIME, TIMESTAMP, TIME ->
                    "_utf8mb4 x'%s'"
                            .formatted(
                                    HexFormat.of()
                                            .formatHex(text.getBytes(StandardCharsets.UTF_8)));
            case FLOAT, DOUBLE, CHOICE, UUID, BIT, JSON, GEOMETRY ->
                    throw new IllegalArgumentException("no key is of type " + this);
        };
    }

    /**
     * What an event has.
     *
     * @param optional whether the column may be null
     * @param bits of a column of bits
     */
    @Nullable Object value(String text, boolean optional, int bits) {
        return switch (this) {
            case INTEGER -> Long.valueOf(text);
            case UNSIGNED -> Forms.unsigned(text);
            case DECIMAL -> new BigDecimal(text).toPlainString();
            case FLOAT -> Double.valueOf(Float.toString(Float.parseFloat(text)));
            case DOUBLE -> Double.valueOf(text);
            case TEXT, CHOICE, UUID, TIME -> text;
            case DATE -> text.contains(ZERO) ? ExactType.DATE.zero(optional) : text;
            case DATETIME -> moment(text, ExactType.DATETIME.zero(optional), "");
            case TIMESTAMP -> moment(text, ExactType.TIMESTAMP.zero(optional), "Z");
            case BYTES -> bytes(text);
            case BIT -> bits == 1 ? (Object) text.equals("1") : padded(text, bits);
            case JSON -> JsonForms.value(text);
            case GEOMETRY -> geometry(bytes(text));
        };
    }

    private static @Nullable String moment(String text, @Nullable String zero, String zone) {
        return text.contains(ZERO) ? zero : text.replace(' ', 'T') + zone;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String padded(String digits, int bits) {
        return "0".repeat(bits - digits.length()) + digits;
    }

    /**
     * The server has the number of the coordinate system before the rest, its lowest byte first.
     */
    private static Map<String, @Nullable Object> geometry(byte[] stored) {
        long srid = 0;
        for (int i = SRID_BYTES - 1; i >= 0; i--) {
            srid = srid << Byte.SIZE | Byte.toUnsignedLong(stored[i]);
        }
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("wkb", Arrays.copyOfRange(stored, SRID_BYTES, stored.length));
        value.put("srid", srid == 0 ? null : srid);
        return value;
    }
}
