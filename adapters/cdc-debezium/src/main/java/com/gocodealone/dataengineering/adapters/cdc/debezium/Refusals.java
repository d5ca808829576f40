package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** Says in one sentence what PostgreSQL or Debezium said in a chain of exceptions. */
final class Refusals {
    private static final String CONNECTION_DONE = "08";
    private static final String SHUTDOWN = "57P";
    private static final String CANCELED = "57014";

    private Refusals() {}

    /** Why there is no connection. */
    static Failure of(SQLException refusal, Dsn dsn) {
        String state = String.valueOf(refusal.getSQLState());
        String said = dsn.redact(message(refusal));
        return switch (state) {
            case "28P01", "28000" -> login(said, dsn, refusal);
            case "3D000" ->
                    invalid(
                            "connection: there is no database \"%s\" on %s"
                                    .formatted(dsn.database(), dsn.servers()),
                            refusal);
            case "53300" ->
                    unavailable(
                            "%s has no free connection: %s".formatted(dsn.servers(), said),
                            refusal);
            default -> unreachable(said, dsn, refusal);
        };
    }

    private static Failure login(String said, Dsn dsn, SQLException refusal) {
        if (said.contains("pg_hba.conf")) {
            return invalid(
                    "connection: the server's pg_hba.conf does not let this client in: " + said,
                    refusal);
        }
        return invalid(
                ("connection: %s does not accept user \"%s\" with this password, or has no such"
                                + " user: %s")
                        .formatted(dsn.servers(), dsn.user(), said),
                refusal);
    }

    private static Failure unreachable(String said, Dsn dsn, SQLException refusal) {
        Optional<Throwable> host = find(refusal, UnknownHostException.class);
        if (host.isPresent()) {
            return unavailable(
                    "connection: the host of %s is not known".formatted(dsn.servers()), refusal);
        }
        boolean encryption = isAboutEncryption(refusal, said);
        if (encryption) {
            String mode = dsn.parameters().getOrDefault("sslmode", "prefer");
            return invalid(
                    "connection: no encrypted connection to %s with sslmode=%s: %s"
                            .formatted(dsn.servers(), mode, said),
                    refusal);
        }
        return unavailable(
                "connection: %s cannot be reached: %s".formatted(dsn.servers(), said), refusal);
    }

    /** A handshake that broke off is not: the server may be on its way down. */
    private static boolean isAboutEncryption(SQLException refusal, String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        return find(refusal, GeneralSecurityException.class).isPresent()
                || lower.contains("does not support ssl")
                || lower.contains("could not be verified")
                || lower.contains("ssl certificate")
                || lower.contains("ssl root certificate")
                || lower.contains("ssl key")
                || lower.contains("fatal alert");
    }

    /** Why Debezium ended. */
    static Failure ofEngine(@Nullable Throwable error, @Nullable String said, Plan plan) {
        Dsn dsn = plan.database().dsn();
        if (error == null) {
            String reason = said == null ? "it gave no reason" : dsn.redact(said);
            return unavailable("Debezium ended: " + reason, null);
        }
        Optional<Throwable> failure = find(error, Failure.class);
        if (failure.isPresent()) {
            return (Failure) failure.get();
        }
        String all = messages(error);
        if (isGap(all)) {
            return new Failure(
                    Failure.Kind.GAP,
                    "replication slot %s no longer has the changes that are due: %s"
                            .formatted(plan.slot(), dsn.redact(rootMessage(error))),
                    error);
        }
        Optional<SQLException> sql = find(error, SQLException.class).map(SQLException.class::cast);
        return sql.map(e -> ofSql(e, error, plan)).orElseGet(() -> other(error, dsn));
    }

    private static Failure ofSql(SQLException sql, Throwable error, Plan plan) {
        Dsn dsn = plan.database().dsn();
        String state = String.valueOf(sql.getSQLState());
        String said = dsn.redact(message(sql));
        if (state.equals("55006")) {
            return new Failure(
                    Failure.Kind.CONFLICT,
                    "replication slot %s is in use by another: %s".formatted(plan.slot(), said),
                    error);
        }
        if (state.equals(CANCELED)) {
            return unavailable(
                    ("replication slot %s could not be made in time: a transaction has been"
                                    + " open for long and has to end first")
                            .formatted(plan.slot()),
                    error);
        }
        if (state.startsWith(CONNECTION_DONE) || state.startsWith(SHUTDOWN)) {
            return unavailable(
                    "the connection to %s was lost: %s"
                            .formatted(dsn.servers(), dsn.redact(rootMessage(error))),
                    error);
        }
        return unavailable("PostgreSQL refused: " + said, error);
    }

    private static Failure other(Throwable error, Dsn dsn) {
        String root = dsn.redact(rootMessage(error));
        return find(error, IOException.class).isPresent()
                ? unavailable(
                        "the connection to %s was lost: %s".formatted(dsn.servers(), root), error)
                : unavailable("Debezium ended: " + root, error);
    }

    private static boolean isGap(String said) {
        return said.contains("no longer available on the server")
                || said.contains("Cannot seek to the last known offset")
                || said.contains("has been removed from the database write-ahead log")
                || said.contains("has already been removed")
                || said.contains("can no longer get changes from replication slot")
                || said.contains("can no longer access replication slot");
    }

    private static Optional<Throwable> find(Throwable error, Class<?> type) {
        Throwable current = error;
        for (int depth = 0; current != null && depth < 20; depth++) {
            if (type.isInstance(current)) {
                return Optional.of(current);
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    private static String messages(Throwable error) {
        StringBuilder all = new StringBuilder();
        Throwable current = error;
        for (int depth = 0; current != null && depth < 20; depth++) {
            all.append(current.getMessage()).append('\n');
            current = current.getCause();
        }
        return all.toString();
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return message(root);
    }

    /** One line; an exception without a message is named. */
    static String message(Throwable error) {
        String said = error.getMessage();
        String text = said == null || said.isBlank() ? error.getClass().getSimpleName() : said;
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    static Failure invalid(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.INVALID, fact, cause);
    }

    static Failure unavailable(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.UNAVAILABLE, fact, cause);
    }
}
