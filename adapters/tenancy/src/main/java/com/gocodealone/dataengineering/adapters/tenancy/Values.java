package com.gocodealone.dataengineering.adapters.tenancy;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values on their way into a statement and out of a row. Stateless. */
final class Values {
    private Values() {}

    /**
     * A parameter as PostgreSQL reads it; the statement says what type it has there. A list becomes
     * an array.
     */
    static @Nullable String literal(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double number -> new BigDecimal(number).stripTrailingZeros().toPlainString();
            case List<?> items ->
                    items.stream().map(Values::element).collect(Collectors.joining(",", "{", "}"));
            case Map<?, ?> _ ->
                    throw StatementText.invalid(
                            "params: a map is no value; hand it over as text with json()");
            default -> value.toString();
        };
    }

    private static String element(@Nullable Object item) {
        if (item == null) {
            return "NULL";
        }
        String text = String.valueOf(literal(item));
        return item instanceof List
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A number, a truth value or text; what a number would round is text. */
    static @Nullable Object read(ResultSet row, int column) throws SQLException {
        Object value =
                switch (row.getMetaData().getColumnType(column)) {
                    case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> row.getLong(column);
                    case Types.BIGINT -> whole(row.getBigDecimal(column));
                    case Types.REAL, Types.FLOAT, Types.DOUBLE -> finite(row.getDouble(column));
                    case Types.BOOLEAN, Types.BIT -> truth(row, column);
                    case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                            row.getBytes(column);
                    default -> row.getString(column);
                };
        return row.wasNull() ? null : value;
    }

    /** MySQL has whole numbers without a sign, which may be larger. */
    private static @Nullable Object whole(@Nullable BigDecimal number) {
        boolean fits = number == null || number.toBigInteger().bitLength() < Long.SIZE;
        return number == null || !fits ? String.valueOf(number) : (Object) number.longValueExact();
    }

    private static Object finite(double number) {
        return Double.isFinite(number) ? (Object) number : String.valueOf(number);
    }

    /** The driver says BIT for boolean and for bit strings. */
    private static @Nullable Object truth(ResultSet row, int column) throws SQLException {
        boolean isBoolean = row.getMetaData().getColumnTypeName(column).equals("bool");
        return isBoolean ? (Object) row.getBoolean(column) : row.getString(column);
    }
}
