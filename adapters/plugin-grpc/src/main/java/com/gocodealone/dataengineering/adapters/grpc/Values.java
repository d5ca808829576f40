package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.config.Fields;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The one table of how a value of ours looks to the engine, in events and in the outputs of steps.
 * The engine's numbers are doubles, so what a double would not hold exactly goes as text.
 *
 * <table>
 * <caption>What becomes of a value</caption>
 * <tr><th>value</th><th>in the engine</th></tr>
 * <tr><td>null, Boolean, text</td><td>the same</td></tr>
 * <tr><td>whole number up to 2^53</td><td>number</td></tr>
 * <tr><td>whole number beyond 2^53, BigInteger, BigDecimal</td><td>text, all digits</td></tr>
 * <tr><td>Double, Float</td><td>number; a Float as the shortest decimal that is it</td></tr>
 * <tr><td>NaN, infinite</td><td>text: NaN, Infinity, -Infinity</td></tr>
 * <tr><td>byte[]</td><td>text, base64</td></tr>
 * <tr><td>java.time</td><td>text, ISO-8601 with its own precision and offset</td></tr>
 * <tr><td>List and array, Map and record, Row</td><td>list, map, map without unchanged columns</td></tr>
 * <tr><td>anything else, such as a UUID</td><td>text</td></tr>
 * </table>
 */
final class Values {
    /** Whole numbers up to here are exact as a double. */
    private static final long EXACT = 1L << 53;

    /** A number with more zeros than this is written with an exponent. */
    private static final int ZEROS = 1000;

    /** Takes one value in the engine's terms. */
    interface Sink {
        void nothing();

        void bool(boolean value);

        void number(double value);

        void text(String value);

        void list(List<?> items);

        void map(Map<?, ?> entries);

        void row(Row row);

        void written(StructBytes struct);
    }

    private Values() {}

    static void put(@Nullable Object value, Sink sink) {
        switch (value) {
            case null -> sink.nothing();
            case String text -> sink.text(text);
            case Boolean bool -> sink.bool(bool);
            case Number number -> number(number, sink);
            case Row row -> sink.row(row);
            case StructBytes struct -> sink.written(struct);
            case Map<?, ?> map -> sink.map(map);
            case List<?> list -> sink.list(list);
            case Collection<?> items -> sink.list(new ArrayList<>(items));
            case Object[] items -> sink.list(Arrays.asList(items));
            case Record record -> sink.map(Fields.of(record));
            case byte[] bytes -> sink.text(Base64.getEncoder().encodeToString(bytes));
            default -> sink.text(text(value));
        }
    }

    private static void number(Number number, Sink sink) {
        switch (number) {
            case Integer small -> sink.number(small);
            case Short small -> sink.number(small);
            case Byte small -> sink.number(small);
            case Long whole when whole >= -EXACT && whole <= EXACT -> sink.number(whole);
            case Double real when Double.isFinite(real) -> sink.number(real);
            case Float real when Float.isFinite(real) ->
                    sink.number(Double.parseDouble(real.toString()));
            case BigDecimal exact -> sink.text(digits(exact));
            default -> sink.text(number.toString());
        }
    }

    private static String digits(BigDecimal number) {
        boolean ordinary = Math.abs((long) number.scale()) <= ZEROS;
        return ordinary ? number.toPlainString() : number.toString();
    }

    /** The formatters also write seconds that are zero, which toString leaves out. */
    private static String text(Object value) {
        return switch (value) {
            case LocalDateTime time -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
            case OffsetDateTime time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
            case ZonedDateTime time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
            case LocalTime time -> DateTimeFormatter.ISO_LOCAL_TIME.format(time);
            case OffsetTime time -> DateTimeFormatter.ISO_OFFSET_TIME.format(time);
            default -> value.toString();
        };
    }
}
