package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import io.debezium.data.SpecialValueDecimal;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.HStoreConverter;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Values that have a text of their own. */
final class TextForms {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern NOT_OF_A_NUMBER = Pattern.compile("[^0-9.]");

    private TextForms() {}

    /** NaN, Infinity or -Infinity. */
    static String specialNumber(SpecialValueDecimal number) {
        return Double.toString(number.toDouble());
    }

    /** A plain number: the sign of the currency is a setting of the server. */
    static String money(Object raw) {
        if (raw instanceof BigDecimal number) {
            return number.toPlainString();
        }
        String text = raw.toString();
        String digits = NOT_OF_A_NUMBER.matcher(text).replaceAll("");
        boolean plain = NUMBER.matcher(digits).matches();
        if (!plain) {
            return text;
        }
        return text.contains("-") || text.contains("(") ? "-" + digits : digits;
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex, 2, hex.length());
    }

    /** PostgreSQL writes (1,2) where the driver writes (1.0,2.0). */
    static String geometric(String text) {
        return NUMBER.matcher(text)
                .replaceAll(
                        number ->
                                new BigDecimal(Double.toString(Double.parseDouble(number.group())))
                                        .stripTrailingZeros()
                                        .toPlainString());
    }

    static Map<String, @Nullable Object> hstore(String text) {
        return new LinkedHashMap<>(HStoreConverter.fromString(text));
    }
}
