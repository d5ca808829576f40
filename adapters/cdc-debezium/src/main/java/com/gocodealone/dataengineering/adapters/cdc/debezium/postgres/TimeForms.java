package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import io.debezium.connector.postgresql.PostgresValueConverter;

import org.postgresql.util.PGInterval;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and times as ISO-8601 text, to the microsecond, from Debezium's objects and from
 * PostgreSQL's text. What ISO-8601 cannot say (infinity) stays as PostgreSQL says it.
 */
final class TimeForms {
    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "(?<year>\\d{4,})-(?<rest>\\d\\d-\\d\\d)(?: (?<time>[0-9:.]+))?"
                            + "(?<zone>[+-][0-9:]+)?(?<bc> BC)?");
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .toFormatter(Locale.ROOT);

    /** Reads 24:00:00 as 00:00:00, as Debezium does with a timetz. */
    private static final DateTimeFormatter DAY_TIME =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .toFormatter(Locale.ROOT);

    private static final String INFINITY = "infinity";

    private TimeForms() {}

    static String date(Object raw) {
        if (raw instanceof LocalDate date) {
            return infinite(
                    date,
                    PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE,
                    PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE,
                    date.toString());
        }
        String text = raw.toString();
        Matcher parts = DATE_TIME.matcher(text);
        return parts.matches() ? localDate(parts).toString() : text;
    }

    static String timestamp(Object raw) {
        if (raw instanceof Instant instant) {
            return infinite(
                    instant,
                    PostgresValueConverter.POSITIVE_INFINITY_INSTANT,
                    PostgresValueConverter.NEGATIVE_INFINITY_INSTANT,
                    text(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
        }
        String text = raw.toString();
        Matcher parts = DATE_TIME.matcher(text);
        return parts.matches() ? text(localDateTime(parts)) : text;
    }

    static String timestampWithZone(Object raw) {
        if (raw instanceof OffsetDateTime moment) {
            return infinite(
                    moment,
                    PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME,
                    PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME,
                    utc(moment));
        }
        String text = raw.toString();
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches() || parts.group("zone") == null) {
            return text;
        }
        return utc(localDateTime(parts).atOffset(ZoneOffset.of(parts.group("zone"))));
    }

    /** In UTC: Debezium does not tell the zone that the value was written with. */
    static String timeWithZone(Object raw) {
        if (raw instanceof OffsetTime time) {
            OffsetTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
            return TIME.format(utc) + "Z";
        }
        String text = raw.toString();
        int zone = Math.max(text.indexOf('+'), text.indexOf('-'));
        if (zone < 0) {
            return text;
        }
        try {
            LocalTime local = LocalTime.from(DAY_TIME.parse(text.substring(0, zone)));
            return timeWithZone(local.atOffset(ZoneOffset.of(text.substring(zone))));
        } catch (DateTimeException e) {
            return text;
        }
    }

    static String interval(Object raw) {
        if (raw instanceof PGInterval interval) {
            return iso(interval);
        }
        try {
            return iso(new PGInterval(raw.toString()));
        } catch (SQLException | NumberFormatException e) {
            return raw.toString();
        }
    }

    private static String iso(PGInterval interval) {
        StringBuilder date = new StringBuilder();
        append(date, interval.getYears(), 'Y');
        append(date, interval.getMonths(), 'M');
        append(date, interval.getDays(), 'D');
        StringBuilder time = new StringBuilder();
        append(time, interval.getHours(), 'H');
        append(time, interval.getMinutes(), 'M');
        long micros = interval.getWholeSeconds() * 1_000_000L + interval.getMicroSeconds();
        if (micros != 0) {
            time.append(BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString());
            time.append('S');
        }
        if (time.isEmpty()) {
            return date.isEmpty() ? "PT0S" : "P" + date;
        }
        return "P" + date + "T" + time;
    }

    private static void append(StringBuilder text, int amount, char unit) {
        if (amount != 0) {
            text.append(amount).append(unit);
        }
    }

    private static <T> String infinite(T value, T positive, T negative, String finite) {
        if (value.equals(positive)) {
            return INFINITY;
        }
        return value.equals(negative) ? "-" + INFINITY : finite;
    }

    private static LocalDate localDate(Matcher parts) {
        int ofEra = Integer.parseInt(parts.group("year"));
        String rest = parts.group("rest");
        int year = parts.group("bc") == null ? ofEra : 1 - ofEra;
        int month = Integer.parseInt(rest.substring(0, 2));
        return LocalDate.of(year, month, Integer.parseInt(rest.substring(3)));
    }

    private static LocalDateTime localDateTime(Matcher parts) {
        String time = parts.group("time");
        return localDate(parts).atTime(time == null ? LocalTime.MIDNIGHT : LocalTime.parse(time));
    }

    private static String text(LocalDateTime moment) {
        return moment.toLocalDate() + "T" + TIME.format(moment);
    }

    private static String utc(OffsetDateTime moment) {
        return text(moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()) + "Z";
    }
}
