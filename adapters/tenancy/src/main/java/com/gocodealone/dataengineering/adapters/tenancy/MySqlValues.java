package com.gocodealone.dataengineering.adapters.tenancy;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Values on their way into a statement of MySQL or MariaDB. Stateless. */
final class MySqlValues {
    private MySqlValues() {}

    /** Numbers stay numbers: LIMIT takes nothing else. */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double number -> plain(BigDecimal.valueOf(number).stripTrailingZeros());
            case Number number -> number;
            case Boolean truth -> truth;
            case List<?> _ ->
                    throw StatementText.invalid(
                            "params: MySQL has no arrays; hand over each value, or a list as text"
                                    + " with json()");
            case Map<?, ?> _ ->
                    throw StatementText.invalid(
                            "params: a map is no value; hand it over as text with json()");
            default -> value.toString();
        };
    }

    private static Object plain(BigDecimal number) {
        boolean isLong = number.scale() <= 0 && number.toBigInteger().bitLength() < Long.SIZE;
        return isLong ? (Object) number.longValueExact() : number;
    }
}
