package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.cdc.Position;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a change stands.
 *
 * @param log the place of its transaction in the source's log
 * @param index its place among the changes of the transaction, from 0
 * @param row whether it is a row that a snapshot read, which stands nowhere in the log
 */
record Place(String log, long index, boolean row) {
    private static final Pattern TEXT =
            Pattern.compile("(?<log>.+?)(?<row>:row)?:(?<index>\\d{1,18})", Pattern.DOTALL);
    private static final Pattern LSN = Pattern.compile("([0-9A-F]{1,8})/([0-9A-F]{1,8})");

    Position position() {
        return new Position(log + (row ? ":row:" : ":") + index);
    }

    static @Nullable Place parse(@Nullable String position) {
        Matcher parts = TEXT.matcher(position == null ? "" : position);
        return parts.matches()
                ? new Place(
                        parts.group("log"),
                        Long.parseLong(parts.group("index")),
                        parts.group("row") != null)
                : null;
    }

    /** Whether this was done with when {@code acknowledged} was. */
    boolean isWithin(Place acknowledged) {
        if (row || acknowledged.row) {
            return false;
        }
        return log.equals(acknowledged.log)
                ? index <= acknowledged.index
                : isBefore(log, acknowledged.log);
    }

    /** Only PostgreSQL gives what was committed before. */
    private static boolean isBefore(String log, String other) {
        Matcher one = LSN.matcher(log);
        Matcher two = LSN.matcher(other);
        return one.matches() && two.matches() && Long.compareUnsigned(lsn(one), lsn(two)) < 0;
    }

    private static long lsn(Matcher parts) {
        return Long.parseLong(parts.group(1), 16) << 32 | Long.parseLong(parts.group(2), 16);
    }
}
