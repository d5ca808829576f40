package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.Failure.Kind;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;

/** What a database said, as a failure that a person can act on. */
final class Refusals {
    private static final String CONNECTION_LOST = "08";
    private static final String SHUTDOWN = "57P";
    private static final String LOGIN = "28";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String OBJECT_IN_USE = "55006";
    private static final String CANCELLED = "57014";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String NO_RIGHT = "42501";

    /** MySQL says little in its states; these are what PostgreSQL would say. */
    private static final Map<Integer, String> MYSQL_STATES =
            Map.ofEntries(
                    Map.entry(1205, LOCK_NOT_AVAILABLE),
                    Map.entry(1969, CANCELLED),
                    Map.entry(3024, CANCELLED),
                    Map.entry(1040, TOO_MANY_CONNECTIONS),
                    Map.entry(1203, TOO_MANY_CONNECTIONS),
                    Map.entry(1226, TOO_MANY_CONNECTIONS),
                    Map.entry(1044, NO_RIGHT),
                    Map.entry(1142, NO_RIGHT),
                    Map.entry(1227, NO_RIGHT));

    private Refusals() {}

    /** A failure for {@code error}, which came while working with {@code database}. */
    static Failure of(Throwable error, DatabaseUrl database) {
        SQLException cause = find(error);
        if (cause == null) {
            return new Failure(Kind.UNAVAILABLE, "%s: %s".formatted(database, error), error);
        }
        if (cause instanceof SQLTransientConnectionException) {
            return pool(cause, database);
        }
        String state = state(cause);
        return new Failure(kind(state), sentence(state, message(cause), database), error);
    }

    /** Whether it came of a lock that was held for too long, or of a database that is in use. */
    static boolean isLock(Failure failure) {
        SQLException cause = find(failure.getCause());
        if (cause == null) {
            return false;
        }
        String state = state(cause);
        return state.equals(LOCK_NOT_AVAILABLE) || state.equals(OBJECT_IN_USE);
    }

    /** What the database itself said. */
    static String said(Failure failure) {
        SQLException cause = find(failure.getCause());
        return message(cause == null ? failure : cause);
    }

    private static String state(SQLException cause) {
        return MYSQL_STATES.getOrDefault(cause.getErrorCode(), String.valueOf(cause.getSQLState()));
    }

    private static Failure pool(SQLException timeout, DatabaseUrl database) {
        SQLException last = find(timeout.getCause());
        return last != null
                ? of(last, database)
                : new Failure(
                        Kind.UNAVAILABLE,
                        "%s: no connection became free in time (%s)"
                                .formatted(database, message(timeout)),
                        timeout);
    }

    private static Kind kind(String state) {
        return switch (state) {
            case LOCK_NOT_AVAILABLE, OBJECT_IN_USE -> Kind.CONFLICT;
            case CANCELLED, TOO_MANY_CONNECTIONS -> Kind.UNAVAILABLE;
            default ->
                    state.startsWith(CONNECTION_LOST)
                                    || state.startsWith(SHUTDOWN)
                                    || state.startsWith(LOGIN)
                                    || state.startsWith("53")
                                    || state.startsWith("40")
                            ? Kind.UNAVAILABLE
                            : Kind.INVALID;
        };
    }

    private static String sentence(String state, String said, DatabaseUrl database) {
        return switch (state) {
            case LOCK_NOT_AVAILABLE ->
                    "somebody else holds a lock on it longer than lock_timeout (%s)"
                            .formatted(said);
            case CANCELLED -> "the statement ran longer than its timeout (%s)".formatted(said);
            case NO_RIGHT -> "the connection's user lacks a right: " + said;
            default ->
                    state.startsWith(CONNECTION_LOST) || state.startsWith(SHUTDOWN)
                            ? "%s cannot be reached: %s".formatted(database, said)
                            : said;
        };
    }

    private static @Nullable SQLException find(@Nullable Throwable error) {
        Throwable current = error;
        while (current != null && !(current instanceof SQLException)) {
            current = current.getCause();
        }
        return (SQLException) current;
    }

    /** One line. */
    static String message(Throwable error) {
        String said = String.valueOf(error.getMessage());
        return said.strip()
                .replaceFirst("^(?:ERROR: |\\(conn[=:]\\d+\\) )", "")
                .replaceAll("\\s*\\R\\s*", "; ");
    }
}
