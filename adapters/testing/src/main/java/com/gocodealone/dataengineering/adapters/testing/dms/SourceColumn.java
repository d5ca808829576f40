package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A column of PostgreSQL, and how DMS writes its type and its values.
 *
 * @param type as PostgreSQL writes it, without length
 */
record SourceColumn(String name, String type, boolean nullable, int precision, int scale) {
    private static final int MICROSECONDS_AT = 10;

    void describe(ObjectNode columns) {
        ObjectNode column = columns.putObject(name);
        column.put("type", dmsType());
        if (precision > 0 && type.equals("numeric")) {
            column.put("precision", precision).put("scale", scale);
        } else if (precision > 0) {
            column.put("length", precision);
        }
        column.put("nullable", nullable);
    }

    private String dmsType() {
        return switch (type) {
            case "smallint" -> "INT2";
            case "integer" -> "INT4";
            case "bigint" -> "INT8";
            case "numeric" -> "NUMERIC";
            case "real" -> "REAL4";
            case "double precision" -> "REAL8";
            case "date" -> "DATE";
            case "timestamp without time zone", "timestamp with time zone" -> "DATETIME";
            case "bytea" -> "BLOB";
            case "text" -> "NCLOB";
            default -> "WSTRING";
        };
    }

    /** Puts {@code value}, in PostgreSQL's text form, into {@code row}. */
    void put(ObjectNode row, @Nullable String value) {
        if (value == null) {
            row.putNull(name);
            return;
        }
        switch (type) {
            case "smallint", "integer", "bigint" -> row.put(name, Long.parseLong(value));
            case "numeric", "real", "double precision" -> putNumber(row, value);
            case "timestamp without time zone" -> row.put(name, iso(value));
            case "timestamp with time zone" -> row.put(name, iso(value.replaceFirst("\\+00$", "")));
            case "bytea" -> row.put(name, "0x" + value.substring(2));
            default -> row.put(name, value);
        }
    }

    private void putNumber(ObjectNode row, String value) {
        try {
            row.put(name, new BigDecimal(value));
        } catch (NumberFormatException notFinite) {
            row.put(name, value);
        }
    }

    private static String iso(String value) {
        return value.substring(0, MICROSECONDS_AT)
                + "T"
                + value.substring(MICROSECONDS_AT + 1)
                + "Z";
    }
}
