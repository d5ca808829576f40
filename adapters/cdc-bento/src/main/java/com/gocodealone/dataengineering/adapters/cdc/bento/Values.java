package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON's values as a row's. A number that no Java type keeps exactly is text. */
final class Values {
    private Values() {}

    /** Reads the value that {@code parser} is at. */
    static @Nullable Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> fraction(parser);
            case START_ARRAY -> list(parser);
            case START_OBJECT -> map(parser);
            case VALUE_NULL,
                    VALUE_EMBEDDED_OBJECT,
                    NOT_AVAILABLE,
                    FIELD_NAME,
                    END_ARRAY,
                    END_OBJECT ->
                    null;
        };
    }

    private static Object integer(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : (Object) parser.getLongValue();
    }

    private static Object fraction(JsonParser parser) throws IOException {
        double rounded = parser.getDoubleValue();
        String text = parser.getText();
        boolean exact =
                Double.isFinite(rounded)
                        && BigDecimal.valueOf(rounded).compareTo(new BigDecimal(text)) == 0;
        return exact ? (Object) rounded : text;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(parser));
        }
        return items;
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            entries.put(name, read(parser));
        }
        return entries;
    }
}
