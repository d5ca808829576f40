package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** Says in one sentence what PostgreSQL or Debezium said in a chain of exceptions. */
final class PostgresRefusals {
    static final String CONNECTION_DONE = "08";
    private static final String SHUTDOWN = "57P";
    private static final String CANCELED = "57014";

    private PostgresRefusals() {}

    /** Why there is no connection. */
    static Failure of(SQLException refusal, Dsn dsn) {
        String state = String.valueOf(refusal.getSQLState());
        String said = dsn.redact(Refusals.message(refusal));
        return switch (state) {
            case "28P01", "28000" -> login(said, dsn, refusal);
            case "3D000" ->
                    Refusals.invalid(
                            "connection: there is no database \"%s\" on %s"
                                    .formatted(dsn.database(), dsn.servers()),
                            refusal);
            case "53300" ->
                    Refusals.unavailable(
                            "%s has no free connection: %s".formatted(dsn.servers(), said),
                            refusal);
            default -> unreachable(said, dsn, refusal);
        };
    }

    private static Failure login(String said, Dsn dsn, SQLException refusal) {
        if (said.contains("pg_hba.conf")) {
            return Refusals.invalid(
                    "connection: the server's pg_hba.conf does not let this client in: " + said,
                    refusal);
        }
        return Refusals.invalid(
                ("connection: %s does not accept user \"%s\" with this password, or has no such"
                                + " user: %s")
                        .formatted(dsn.servers(), dsn.user(), said),
                refusal);
    }

    private static Failure unreachable(String said, Dsn dsn, SQLException refusal) {
        Optional<Throwable> host = Refusals.find(refusal, UnknownHostException.class);
        if (host.isPresent()) {
            return Refusals.unavailable(
                    "connection: the host of %s is not known".formatted(dsn.servers()), refusal);
        }
        boolean encryption = isAboutEncryption(refusal, said);
        if (encryption) {
            String mode = dsn.parameters().getOrDefault("sslmode", "prefer");
            return Refusals.invalid(
                    "connection: no encrypted connection to %s with sslmode=%s: %s"
                            .formatted(dsn.servers(), mode, said),
                    refusal);
        }
        return Refusals.unavailable(
                "connection: %s cannot be reached: %s"
                        .formatted(dsn.servers(), dsn.redact(Refusals.rootMessage(refusal))),
                refusal);
    }

    /** A handshake that broke off is not: the server may be on its way down. */
    private static boolean isAboutEncryption(SQLException refusal, String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        return Refusals.find(refusal, GeneralSecurityException.class).isPresent()
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
            return Refusals.unavailable("Debezium ended: " + reason, null);
        }
        Optional<Throwable> failure = Refusals.find(error, Failure.class);
        if (failure.isPresent()) {
            return (Failure) failure.get();
        }
        String all = Refusals.messages(error);
        if (isGap(all)) {
            return new Failure(
                    Failure.Kind.GAP,
                    "replication slot %s no longer has the changes that are due: %s"
                            .formatted(plan.slot(), dsn.redact(Refusals.rootMessage(error))),
                    error);
        }
        Optional<SQLException> sql =
                Refusals.find(error, SQLException.class).map(SQLException.class::cast);
        return sql.map(e -> ofSql(e, error, plan)).orElseGet(() -> other(error, dsn));
    }

    private static Failure ofSql(SQLException sql, Throwable error, Plan plan) {
        Dsn dsn = plan.database().dsn();
        String state = String.valueOf(sql.getSQLState());
        String said = dsn.redact(Refusals.message(sql));
        if (state.equals("55006")) {
            return new Failure(
                    Failure.Kind.CONFLICT,
                    "replication slot %s is in use by another: %s".formatted(plan.slot(), said),
                    error);
        }
        if (state.equals(CANCELED)) {
            return Refusals.unavailable(
                    ("replication slot %s could not be made in time: a transaction has been"
                                    + " open for long and has to end first")
                            .formatted(plan.slot()),
                    error);
        }
        if (state.startsWith(CONNECTION_DONE) || state.startsWith(SHUTDOWN)) {
            return Refusals.unavailable(
                    "the connection to %s was lost: %s"
                            .formatted(dsn.servers(), dsn.redact(Refusals.rootMessage(error))),
                    error);
        }
        return Refusals.unavailable("PostgreSQL refused: " + said, error);
    }

    private static Failure other(Throwable error, Dsn dsn) {
        String root = dsn.redact(Refusals.rootMessage(error));
        return Refusals.find(error, IOException.class).isPresent()
                ? Refusals.unavailable(
                        "the connection to %s was lost: %s".formatted(dsn.servers(), root), error)
                : Refusals.unavailable("Debezium ended: " + root, error);
    }

    private static boolean isGap(String said) {
        return said.contains("no longer available on the server")
                || said.contains("Cannot seek to the last known offset")
                || said.contains("has been removed from the database write-ahead log")
                || said.contains("has already been removed")
                || said.contains("can no longer get changes from replication slot")
                || said.contains("can no longer access replication slot");
    }
}
