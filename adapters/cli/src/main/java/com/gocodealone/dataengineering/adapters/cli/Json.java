package com.gocodealone.dataengineering.adapters.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;

/** Values as one line of JSON. A number that a double would not hold goes as text, all digits. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final long EXACT = 1L << 53;

    private Json() {}

    static String line(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Boolean bool -> json.writeBoolean(bool);
            case Number number -> number(json, number);
            case byte[] bytes -> json.writeString(Base64.getEncoder().encodeToString(bytes));
            case Row row -> row(json, row);
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    field(json, String.valueOf(entry.getKey()), entry.getValue());
                }
                json.writeEndObject();
            }
            case Collection<?> items -> {
                json.writeStartArray();
                for (Object item : items) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }

    private static void number(JsonGenerator json, Number number) throws IOException {
        switch (number) {
            case Integer _, Short _, Byte _ -> json.writeNumber(number.longValue());
            case Long whole when Math.abs(whole) <= EXACT -> json.writeNumber(whole);
            case Double real when Double.isFinite(real) -> json.writeNumber(real);
            case Float real when Float.isFinite(real) -> json.writeNumber(real);
            case BigDecimal exact -> json.writeString(exact.toPlainString());
            default -> json.writeString(number.toString());
        }
    }

    /** Without the columns that were not sent. */
    private static void row(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        for (String column : row.type().columns()) {
            Object value = row.value(column);
            if (!Row.isUnchanged(value)) {
                field(json, column, value);
            }
        }
        json.writeEndObject();
    }

    private static void field(JsonGenerator json, String name, @Nullable Object value)
            throws IOException {
        json.writeFieldName(name);
        write(json, value);
    }
}
