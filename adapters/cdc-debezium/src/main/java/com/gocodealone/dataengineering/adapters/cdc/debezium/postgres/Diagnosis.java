package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a person wants to know of a source: everything that a start looks at, and what will hurt
 * some day. Changes nothing. Used once, by one thread.
 */
final class Diagnosis {
    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final long MUCH_LOG = 1L << 30;
    private static final String SURROUNDINGS =
            """
            SELECT current_setting('max_slot_wal_keep_size'),
                (SELECT reset_val || unit FROM pg_catalog.pg_settings
                    WHERE name = 'wal_sender_timeout'),
                clock_timestamp(),
                coalesce((SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()),
                    false),
                CASE WHEN pg_has_role(current_user, 'pg_monitor', 'USAGE')
                    THEN (SELECT sum(size)::bigint FROM pg_ls_waldir()) END
            """;

    private final Target target;
    private final Offsets offsets;
    private final Ledger ledger;
    private final Beginning beginning;

    Diagnosis(Target target, Beginning beginning, Offsets offsets, Ledger ledger) {
        this.target = target;
        this.beginning = beginning;
        this.offsets = offsets;
        this.ledger = ledger;
    }

    List<Finding> run() {
        try (Connection connection = target.database().open(Database.Purpose.CHECK)) {
            Inspection inspection = new Inspection(connection, target, ledger);
            Inspection.Report report = inspection.inspect(beginning);
            Findings findings = report.findings();
            checkSlot(inspection, findings);
            report.tables().describe(findings);
            checkSurroundings(connection, findings);
            return findings.all();
        } catch (SQLException e) {
            String said = target.database().dsn().redact(Refusals.message(e));
            return List.of(unreachable("the database could not be checked: " + said));
        } catch (Failure failure) {
            return List.of(unreachable(failure.fact()));
        }
    }

    private static Finding unreachable(String fact) {
        return new Finding(Finding.Grade.ERROR, "connection", fact, null);
    }

    private void checkSlot(Inspection inspection, Findings findings) throws SQLException {
        Connection connection = inspection.connection();
        try {
            if (beginning.resumes()) {
                SlotState state = SlotState.read(connection, target.slot());
                inspection.checkGap(state, offsets, Lineage.of(connection));
            }
        } catch (Failure gap) {
            findings.error("gap", gap.fact(), null);
        }
        SlotSample sample = SlotSample.read(connection, target.slot());
        Long retained = sample == null ? null : sample.retention().bytes();
        if (sample == null || retained == null) {
            return;
        }
        String fact =
                "%s keeps %d MiB of log (%s)"
                        .formatted(target.slot(), retained >> 20, sample.retention().status());
        if (retained < MUCH_LOG) {
            findings.ok("retained log", fact);
        } else {
            findings.warning(
                    "retained log",
                    fact + ": start the source, or drop the slot if it is over",
                    null);
        }
    }

    private void checkSurroundings(Connection connection, Findings findings) throws SQLException {
        Instant before = Instant.now();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SURROUNDINGS)) {
            row.next();
            Instant after = Instant.now();
            checkLimit(row.getString(1), findings);
            findings.ok(
                    "wal_sender_timeout", row.getString(2) + ", in our sessions keepalive_timeout");
            Instant there = row.getTimestamp(3).toInstant();
            checkClock(there, before.plus(Duration.between(before, after).dividedBy(2)), findings);
            checkEncryption(row.getBoolean(4), findings);
            long log = row.getLong(5);
            findings.ok(
                    "disk",
                    row.wasNull()
                            ? "how much log is on the disk is for members of pg_monitor to see"
                            : "%d MiB of log are on the disk; what is free SQL cannot tell"
                                    .formatted(log >> 20));
        }
    }

    private static void checkLimit(String limit, Findings findings) {
        if (limit.equals("-1")) {
            findings.warning(
                    "max_slot_wal_keep_size",
                    "nothing limits the log that is kept for a slot, so a source that is stopped"
                            + " for long fills the disk (with a limit it has a gap instead)",
                    "ALTER SYSTEM SET max_slot_wal_keep_size = '20GB'; SELECT pg_reload_conf();");
        } else {
            findings.ok("max_slot_wal_keep_size", limit);
        }
    }

    private static void checkClock(Instant there, Instant here, Findings findings) {
        Duration skew = Duration.between(here, there);
        String fact =
                "the server's clock is %d ms %s ours"
                        .formatted(skew.abs().toMillis(), skew.isNegative() ? "behind" : "before");
        if (skew.abs().compareTo(SKEW) < 0) {
            findings.ok("clock", fact);
        } else {
            findings.warning("clock", fact + ", so the lag in seconds is off by that", null);
        }
    }

    private void checkEncryption(boolean encrypted, Findings findings) {
        if (encrypted) {
            findings.ok("tls", "the connection is encrypted");
        } else {
            findings.warning(
                    "tls",
                    "the connection is not encrypted: add sslmode=verify-full to it, unless the"
                            + " network is your own",
                    null);
        }
    }
}
