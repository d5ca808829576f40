package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as DMS writes them into JSON, in the forms that events of every provider have: a decimal
 * is text with every digit. What a type does not tell beyond doubt stays the text that DMS wrote: a
 * DATETIME ends with Z whether the column has a zone or not.
 */
final class Values {
    private static final String HEX_PREFIX = "0x";

    private Values() {}

    /**
     * @param type that DMS gives the column; null when it is not known
     */
    static @Nullable Object of(JsonNode value, @Nullable String type) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value, type);
            case ARRAY -> list(value);
            case OBJECT -> map(value);
            case STRING, BINARY, POJO -> text(value.asText(), type);
        };
    }

    private static Object number(JsonNode value, @Nullable String type) {
        return switch (type) {
            case "NUMERIC" -> value.decimalValue().toPlainString();
            case "REAL4", "REAL8" -> value.doubleValue();
            case null, default -> number(value);
        };
    }

    private static Number number(JsonNode value) {
        if (!value.isIntegralNumber()) {
            return value.decimalValue();
        }
        return value.canConvertToLong() ? value.longValue() : value.bigIntegerValue();
    }

    private static Object text(String text, @Nullable String type) {
        try {
            return switch (type) {
                case "BYTES", "BLOB" -> bytes(text);
                case "INT1", "INT2", "INT4", "INT8", "UINT1", "UINT2", "UINT4" ->
                        Long.parseLong(text);
                case null, default -> text;
            };
        } catch (NumberFormatException unlike) {
            return text;
        }
    }

    /** Hexadecimal with 0x before it, unless the endpoint leaves that away; then it stays text. */
    private static Object bytes(String text) {
        if (!text.startsWith(HEX_PREFIX)) {
            return text;
        }
        try {
            return HexFormat.of().parseHex(text.substring(HEX_PREFIX.length()));
        } catch (IllegalArgumentException notHex) {
            return text;
        }
    }

    private static List<@Nullable Object> list(JsonNode value) {
        List<@Nullable Object> items = new ArrayList<>();
        value.forEach(item -> items.add(of(item, null)));
        return items;
    }

    private static Map<String, @Nullable Object> map(JsonNode value) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        value.properties()
                .forEach(entry -> entries.put(entry.getKey(), of(entry.getValue(), null)));
        return entries;
    }
}
