package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;

import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in one sentence what the server or Debezium said in a chain of exceptions. */
final class MySqlRefusals {
    private static final int ACCESS_DENIED = 1045;
    private static final int HOST_REFUSED = 1130;
    private static final int TOO_MANY_CONNECTIONS = 1040;
    private static final List<String> OF_A_GAP =
            List.of(
                    "no longer available on the server",
                    "Could not find first log file name",
                    "could not find next log",
                    "has purged binary logs containing",
                    "purged required binary logs",
                    "Client requested master to start replication from",
                    "is not in the master's binlog",
                    "and not be available anymore");
    private static final List<String> OF_STRUCTURE =
            List.of("isn't known to this connector", "restart connector with schema recovery mode");

    private MySqlRefusals() {}

    /** Why there is no connection. */
    static Failure of(SQLException refusal, Database database) {
        Dsn dsn = database.dsn();
        String said = dsn.redact(Refusals.rootMessage(refusal));
        return switch (refusal.getErrorCode()) {
            case ACCESS_DENIED ->
                    Refusals.invalid(
                            ("connection: %s does not accept user \"%s\" with this password, or"
                                            + " has no such user: %s")
                                    .formatted(dsn.server(), dsn.user(), said),
                            refusal);
            case HOST_REFUSED ->
                    Refusals.invalid(
                            "connection: %s lets nobody in from here: %s"
                                    .formatted(dsn.server(), said),
                            refusal);
            case TOO_MANY_CONNECTIONS ->
                    Refusals.unavailable(
                            "%s has no free connection: %s".formatted(dsn.server(), said), refusal);
            default -> unreachable(refusal, said, database);
        };
    }

    private static Failure unreachable(SQLException refusal, String said, Database database) {
        String server = database.dsn().server();
        if (Refusals.find(refusal, UnknownHostException.class).isPresent()) {
            return Refusals.unavailable(
                    "connection: the host of %s is not known".formatted(server), refusal);
        }
        if (isAboutEncryption(refusal)) {
            return Refusals.invalid(
                    "connection: no encrypted connection to %s with sslmode=%s: %s"
                            .formatted(server, database.tls().mode(), said),
                    refusal);
        }
        return Refusals.unavailable(
                "connection: %s cannot be reached: %s".formatted(server, said), refusal);
    }

    /** Whether there would be a connection without encryption, or with other certificates. */
    static boolean isAboutEncryption(SQLException refusal) {
        String all = Refusals.messages(refusal).toLowerCase(Locale.ROOT);
        return all.contains("ssl") || all.contains("tls") || all.contains("certif");
    }

    /** Why Debezium ended. */
    static Failure ofEngine(@Nullable Throwable error, @Nullable String said, Database database) {
        Dsn dsn = database.dsn();
        if (error == null) {
            String reason = said == null ? "it gave no reason" : dsn.redact(said);
            return Refusals.unavailable("Debezium ended: " + reason, null);
        }
        Optional<Throwable> failure = Refusals.find(error, Failure.class);
        if (failure.isPresent()) {
            return (Failure) failure.get();
        }
        String all = Refusals.messages(error);
        String root = dsn.redact(Refusals.rootMessage(error));
        if (OF_A_GAP.stream().anyMatch(all::contains)) {
            return new Failure(
                    Failure.Kind.GAP,
                    "the server no longer has the binary log that is due: " + root,
                    error);
        }
        if (OF_STRUCTURE.stream().anyMatch(all::contains)) {
            return Refusals.invalid(
                    ("the rows of the binary log do not fit what is known of their table; is"
                                    + " binlog_row_image FULL for every session? %s")
                            .formatted(root),
                    error);
        }
        if (Refusals.find(error, ParsingException.class).isPresent()
                || Refusals.find(error, MultipleParsingExceptions.class).isPresent()) {
            return Refusals.invalid(
                    "Debezium does not understand a statement that makes or changes a table: "
                            + dsn.redact(Refusals.message(parsing(error))),
                    error);
        }
        boolean lost =
                Refusals.find(error, IOException.class).isPresent()
                        || Refusals.find(error, SQLException.class).isPresent();
        return lost
                ? Refusals.unavailable(
                        "the connection to %s was lost: %s".formatted(dsn.server(), root), error)
                : Refusals.unavailable("Debezium ended: " + root, error);
    }

    private static Throwable parsing(Throwable error) {
        return Refusals.find(error, MultipleParsingExceptions.class)
                .or(() -> Refusals.find(error, ParsingException.class))
                .orElse(error);
    }
}
