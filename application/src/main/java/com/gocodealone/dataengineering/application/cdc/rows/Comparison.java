package com.gocodealone.dataengineering.application.cdc.rows;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * What a column's value is compared with.
 *
 * @param wanted one of these; a single one for an order
 */
record Comparison(Operator operator, List<@Nullable Object> wanted) {
    enum Operator {
        EQ,
        NOT,
        GT,
        GTE,
        LT,
        LTE;

        boolean isOrder() {
            return this != EQ && this != NOT;
        }
    }

    private static final int DATE_LENGTH = 10;

    /**
     * Whether {@code value} fits; null is less or greater than nothing.
     *
     * @throws Failure INVALID when the two cannot be compared
     */
    boolean holds(@Nullable Object value) {
        return switch (operator) {
            case EQ -> isAny(value);
            case NOT -> !isAny(value);
            case GT -> value != null && order(value) > 0;
            case GTE -> value != null && order(value) >= 0;
            case LT -> value != null && order(value) < 0;
            case LTE -> value != null && order(value) <= 0;
        };
    }

    private boolean isAny(@Nullable Object value) {
        for (Object one : wanted) {
            if (isSame(value, one)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(@Nullable Object value, @Nullable Object one) {
        if (value == null || one == null) {
            return value == null && one == null;
        }
        return compare(value, one) == 0;
    }

    private int order(Object value) {
        Object one = wanted.getFirst();
        return one == null ? 0 : compare(value, one);
    }

    private static int compare(Object value, Object wanted) {
        Instant moment = moment(value);
        Instant other = moment(wanted);
        if (moment != null && other != null) {
            return moment.compareTo(other);
        }
        return switch (value) {
            case Boolean bool -> bool.toString().compareTo(asBoolean(wanted, value));
            case Double real -> Double.compare(real, asNumber(wanted, value).doubleValue());
            case Float real -> Double.compare(real, asNumber(wanted, value).doubleValue());
            case Number number -> asNumber(number, value).compareTo(asNumber(wanted, value));
            default ->
                    wanted instanceof Number
                            ? asNumber(value, wanted).compareTo(asNumber(wanted, value))
                            : value.toString().compareTo(wanted.toString());
        };
    }

    private static String asBoolean(Object wanted, Object value) {
        String text = wanted.toString();
        if (text.equals("true") || text.equals("false")) {
            return text;
        }
        throw different(wanted, value);
    }

    private static BigDecimal asNumber(Object number, Object other) {
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw different(number, other);
        }
    }

    private static Failure different(Object one, Object other) {
        return new Failure(
                Failure.Kind.INVALID, "\"%s\" cannot be compared with %s".formatted(one, other));
    }

    /** A date or a time with a date, without a zone as if in UTC; null when it is none. */
    private static @Nullable Instant moment(Object value) {
        return switch (value) {
            case Instant instant -> instant;
            case OffsetDateTime time -> time.toInstant();
            case ZonedDateTime time -> time.toInstant();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            case LocalDate date -> date.atStartOfDay(ZoneOffset.UTC).toInstant();
            case String text when looksLikeDate(text) -> parsed(text);
            default -> null;
        };
    }

    private static boolean looksLikeDate(String text) {
        return text.length() >= DATE_LENGTH && text.charAt(4) == '-' && text.charAt(7) == '-';
    }

    private static @Nullable Instant parsed(String text) {
        try {
            if (text.length() == DATE_LENGTH) {
                return moment(LocalDate.parse(text));
            }
            boolean zoned =
                    text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 7;
            return zoned ? moment(OffsetDateTime.parse(text)) : moment(LocalDateTime.parse(text));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
