package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotMode;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at everything that has to be right before Debezium starts, and makes what is the source's
 * own: the publication and, for a source without a snapshot, the slot. Used once, by one thread.
 */
final class Preflight {
    private final Target target;
    private final StreamContext context;
    private final Remembered remembered;
    private final Offsets offsets;
    private final Ledger ledger;
    private final Beginning beginning;

    Preflight(Target target, StreamContext context, Remembered remembered) {
        this.target = target;
        this.context = context;
        this.remembered = remembered;
        this.offsets = remembered.offsets();
        this.ledger = new Ledger(context.state());
        this.beginning = new Beginning(target, context.begin(), offsets, ledger);
    }

    /**
     * @throws Failure that says everything that is not right, and how it is put right
     */
    Plan plan() throws InterruptedException {
        int process = 0;
        try (Connection connection = target.database().open(Database.Purpose.CHECK)) {
            process = connection.unwrap(PGConnection.class).getBackendPID();
            return plan(connection);
        } catch (SQLException e) {
            if (Thread.interrupted()) {
                cancel(process);
                throw new InterruptedException();
            }
            String state = String.valueOf(e.getSQLState());
            String said = target.database().dsn().redact(Refusals.message(e));
            if (state.equals(Publication.NOT_ALLOWED)) {
                throw Refusals.invalid("the role lacks a right: " + said, e);
            }
            throw state.startsWith(PostgresRefusals.CONNECTION_DONE)
                    ? PostgresRefusals.of(e, target.database().dsn())
                    : Refusals.unavailable("the database could not be checked: " + said, e);
        }
    }

    /** The server may wait for another transaction, and would not notice that we left. */
    private void cancel(int process) {
        try (Connection connection = target.database().open(Database.Purpose.CHECK);
                PreparedStatement call =
                        connection.prepareStatement("SELECT pg_cancel_backend(?)")) {
            call.setInt(1, process);
            call.execute();
        } catch (SQLException | Failure e) {
            // Then it ends when that transaction does.
        }
    }

    private Plan plan(Connection connection) throws SQLException, InterruptedException {
        Inspection inspection = new Inspection(connection, target, ledger);
        Inspection.Report report = inspection.inspect(beginning);
        report.findings().throwIfAnyError();
        Slot slot = new Slot(connection, target.database(), target.slot());
        Lineage lineage = Lineage.of(connection);
        boolean resumes = beginning.resumes();
        Course course = beginning.course(() -> inspection.checkGap(slot.idle(), offsets, lineage));
        Publication publication = report.publication();
        if (course.hasChanges()) {
            publication.make(ledger);
        }
        beginning.prepare(course, slot);
        ledger.server(lineage);
        if (target.wantsEverything() && publication.coversEverything()) {
            remembered.tables().coverEverything();
        }
        Tables tables = report.tables();
        follow(tables.ids(), resumes && course == Course.CHANGES);
        return new Plan(
                target.database(),
                target.options(),
                target.slot(),
                target.publication(),
                tables,
                course.beginsWithRows() ? RowEstimate.of(connection, tables.ids()) : Map.of(),
                course,
                warnings(report),
                context.maxQueuedBytes());
    }

    private static List<String> warnings(Inspection.Report report) {
        Findings findings = report.findings();
        report.tables().describe(findings);
        return findings.warnings();
    }

    /** Rows of a table that is new since the last start were written while nobody followed it. */
    private void follow(Set<TableId> tables, boolean resumes) {
        FollowedTables followed = remembered.tables();
        if (resumes) {
            followed.resume(tables).forEach(this::join);
        } else {
            followed.begin(tables);
        }
        remembered.wishes().openTables().forEach(followed::follow);
    }

    private void join(TableId table) {
        if (target.options().snapshotMode() == SnapshotMode.NEVER) {
            remembered.tables().settle(table, false);
        } else if (!remembered.wishes().openTables().contains(table)) {
            remembered.wishes().add(TableJoin.request(table));
        }
    }
}
