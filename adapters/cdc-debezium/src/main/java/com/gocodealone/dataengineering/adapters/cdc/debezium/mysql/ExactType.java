package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * The types whose values Debezium's own conversion would change, or drop: these take another way,
 * as text. What it has of them differs between the snapshot and the stream.
 */
enum ExactType {
    DATE,
    DATETIME,
    TIMESTAMP,
    TIME,
    /** A number to the server, and true only in the statement that made the table. */
    BOOLEAN,
    UNSIGNED,
    UUID_TEXT,
    ADDRESS,
    /** Text that begins with the name of the type. */
    UNKNOWN;

    static final String UNSIGNED_NAME = "exact.UNSIGNED";

    private static final Set<String> LEFT_TO_DEBEZIUM =
            Set.of(
                    "BIT",
                    "TINYINT",
                    "SMALLINT",
                    "MEDIUMINT",
                    "MIDDLEINT",
                    "INT",
                    "INTEGER",
                    "BIGINT",
                    "INT1",
                    "INT2",
                    "INT3",
                    "INT4",
                    "INT8",
                    "FLOAT",
                    "FLOAT4",
                    "FLOAT8",
                    "DOUBLE",
                    "REAL",
                    "DECIMAL",
                    "NUMERIC",
                    "DEC",
                    "FIXED",
                    "YEAR",
                    "CHAR",
                    "CHARACTER",
                    "VARCHAR",
                    "NCHAR",
                    "NVARCHAR",
                    "NATIONAL",
                    "TEXT",
                    "TINYTEXT",
                    "MEDIUMTEXT",
                    "LONGTEXT",
                    "LONG",
                    "BINARY",
                    "VARBINARY",
                    "BLOB",
                    "TINYBLOB",
                    "MEDIUMBLOB",
                    "LONGBLOB",
                    "ENUM",
                    "SET",
                    "JSON",
                    "GEOMETRY",
                    "POINT",
                    "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION",
                    "GEOMCOLLECTION",
                    "VECTOR",
                    "SERIAL");

    /** Null when Debezium's own conversion is exact. */
    static @Nullable ExactType of(String typeName) {
        String name = typeName.toUpperCase(Locale.ROOT);
        String first = name.split("[ (]", 2)[0];
        return switch (first) {
            case "DATE" -> DATE;
            case "DATETIME" -> DATETIME;
            case "TIMESTAMP" -> TIMESTAMP;
            case "TIME" -> TIME;
            case "BOOL", "BOOLEAN" -> BOOLEAN;
            case "BIGINT", "INT8" -> name.contains("UNSIGNED") ? UNSIGNED : null;
            case "SERIAL" -> UNSIGNED;
            case "UUID" -> UUID_TEXT;
            case "INET4", "INET6" -> ADDRESS;
            default -> LEFT_TO_DEBEZIUM.contains(first) ? null : UNKNOWN;
        };
    }

    /** The Connect type of what {@link #carry} gives. */
    Schema.Type carrier() {
        return this == BOOLEAN ? Schema.Type.INT64 : Schema.Type.STRING;
    }

    /** The name of the Connect schema. */
    String schemaName() {
        return this == UNSIGNED ? UNSIGNED_NAME : "exact." + name();
    }

    /**
     * What is carried for a value that is not there, because the server has no such day: null where
     * that may also be a null.
     */
    @Nullable String zero(boolean optional) {
        if (optional) {
            return null;
        }
        return switch (this) {
            case DATE -> "0000-00-00";
            case DATETIME, TIMESTAMP -> "0000-00-00T00:00:00";
            case TIME, BOOLEAN, UNSIGNED, UUID_TEXT, ADDRESS, UNKNOWN -> null;
        };
    }

    /**
     * From Debezium's object.
     *
     * @param digits of the fraction of a second
     * @return null for a zero timestamp
     */
    @Nullable Object carry(Object raw, int digits, String typeName) {
        return switch (this) {
            case DATE -> raw instanceof Date date ? date.toLocalDate().toString() : raw.toString();
            case DATETIME -> dateTime(raw, digits);
            case TIMESTAMP -> timestamp(raw, digits);
            case TIME -> raw instanceof Duration time ? time(time, digits) : raw.toString();
            case BOOLEAN -> number(raw);
            case UNSIGNED -> raw instanceof Long n ? Long.toUnsignedString(n) : raw.toString();
            case UUID_TEXT -> raw instanceof byte[] bytes ? uuid(bytes) : raw.toString();
            case ADDRESS -> raw instanceof byte[] bytes ? address(bytes) : raw.toString();
            case UNKNOWN -> typeName + ":" + (raw instanceof byte[] b ? hex(b) : raw);
        };
    }

    private static Object number(Object raw) {
        if (raw instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        return raw instanceof Number number ? number.longValue() : (Long) 0L;
    }

    private static String dateTime(Object raw, int digits) {
        return switch (raw) {
            case LocalDateTime time -> text(time, digits);
            case Timestamp time -> text(time.toLocalDateTime(), digits);
            default -> raw.toString();
        };
    }

    /** The earliest that the server knows is a second later than 1970. */
    private static @Nullable String timestamp(Object raw, int digits) {
        Instant instant =
                switch (raw) {
                    case ZonedDateTime time -> time.toInstant();
                    case Timestamp time -> time.toInstant();
                    default -> null;
                };
        if (instant == null) {
            return raw.toString();
        }
        return instant.equals(Instant.EPOCH)
                ? null
                : text(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), digits) + "Z";
    }

    private static String text(LocalDateTime time, int digits) {
        return "%04d-%02d-%02dT%02d:%02d:%02d%s"
                .formatted(
                        time.getYear(),
                        time.getMonthValue(),
                        time.getDayOfMonth(),
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond(),
                        fraction(time.getNano(), digits));
    }

    /** Of up to 838 hours, on either side of zero. */
    private static String time(Duration time, int digits) {
        Duration size = time.abs();
        return "%s%02d:%02d:%02d%s"
                .formatted(
                        time.isNegative() ? "-" : "",
                        size.toHours(),
                        size.toMinutesPart(),
                        size.toSecondsPart(),
                        fraction(size.toNanosPart(), digits));
    }

    private static String fraction(int nanos, int digits) {
        return digits <= 0 ? "" : "." + "%09d".formatted(nanos).substring(0, Math.min(digits, 9));
    }

    /** The server does not log the zeros at its end. */
    private static String uuid(byte[] bytes) {
        if (bytes.length > 16) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(bytes, 16));
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    private static String address(byte[] bytes) {
        try {
            return bytes.length == 4 || bytes.length == 16
                    ? InetAddress.getByAddress(bytes).getHostAddress()
                    : new String(bytes, StandardCharsets.US_ASCII);
        } catch (UnknownHostException e) {
            return hex(bytes);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
