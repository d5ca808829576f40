package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotMode;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Looks at everything that has to be right before Debezium starts, and decides where it starts.
 * Used once, by one thread.
 */
final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private final Scan scan;
    private final MySqlOptions options;
    private final Database database;
    private final Memory memory;

    Preflight(Scan scan, MySqlOptions options, Database database, Memory memory) {
        this.scan = scan;
        this.options = options;
        this.database = database;
        this.memory = memory;
    }

    /**
     * @throws Failure that says in one sentence what is not right, and how it is put right
     */
    Plan plan(StreamContext.Begin begin) {
        Database settled = database.settled();
        try (Connection connection = settled.open()) {
            Variables variables = Variables.of(connection);
            BinaryLog log = new BinaryLog(connection, database.flavor(), variables);
            Course course = course(begin, log, variables);
            Findings findings = new Findings();
            look(connection, variables, course.beginsWithRows(), findings);
            findings.throwIfAnyError();
            if (course == Course.CHANGES && Place.resume(memory.offsets()) == null) {
                beginAtTheEnd(log);
            }
            if (course.beginsWithRows()) {
                memory.rowsFirst(true); // also when it is interrupted and opened again
                memory.forget();
            }
            boolean known = isPlaceOfThisServer(variables.serverIdentity());
            memory.server(variables.serverIdentity());
            List<TableId> tables =
                    Tables.of(connection).chosenBy(scan).stream().map(Tables.Table::id).toList();
            boolean rebuild = mustRebuild(course);
            Place place = known ? Place.resume(memory.offsets()) : null;
            return new Plan(settled, options, scan, tables, course, rebuild, place);
        } catch (SQLException e) {
            throw Refusals.unavailable(
                    "the server could not be checked: "
                            + database.dsn().redact(Refusals.message(e)),
                    e);
        }
    }

    /** What is to come, by what was acknowledged and what the user wants. */
    private Course course(StreamContext.Begin begin, BinaryLog log, Variables variables)
            throws SQLException {
        return switch (begin) {
            case SNAPSHOT -> Course.ROWS_THEN_CHANGES;
            case LATEST -> {
                memory.forget();
                yield Course.CHANGES;
            }
            case RESUME -> course(log, variables);
        };
    }

    private Course course(BinaryLog log, Variables variables) throws SQLException {
        Place place = Place.resume(memory.offsets());
        boolean resumes = place != null;
        if (options.snapshotMode() == SnapshotMode.INITIAL_ONLY) {
            return resumes ? Course.NOTHING : Course.ROWS;
        }
        Failure gap = place == null ? null : gap(place, log, variables);
        if (gap != null && options.snapshotMode() == SnapshotMode.WHEN_NEEDED) {
            LOG.warn("source {}: {}; it begins again with a snapshot", scan.sourceId(), gap.fact());
            return Course.ROWS_THEN_CHANGES;
        }
        if (gap != null) {
            throw gap;
        }
        boolean never = options.snapshotMode() == SnapshotMode.NEVER && !memory.rowsFirst();
        boolean changesOnly = resumes || never;
        return changesOnly ? Course.CHANGES : Course.ROWS_THEN_CHANGES;
    }

    private @Nullable Failure gap(Place place, BinaryLog log, Variables variables)
            throws SQLException {
        String amiss = log.amiss(place);
        String known = memory.server();
        boolean byGtid = place.gtids() != null && !place.gtids().isEmpty();
        String now = variables.serverIdentity();
        if (amiss == null && !byGtid && known != null && !known.equals(now)) {
            amiss =
                    "this is another server (%s), and without GTIDs its places say nothing"
                            .formatted(now);
        }
        return amiss == null
                ? null
                : new Failure(
                        Failure.Kind.GAP, "%s: changes since %s are lost".formatted(amiss, place));
    }

    private void look(
            Connection connection, Variables variables, boolean reading, Findings findings)
            throws SQLException {
        Checks checks = new Checks(database, variables, Grants.of(connection), findings);
        checks.checkServer();
        checks.checkRights(reading);
        checks.checkTables(Tables.of(connection), scan, connection);
    }

    /** From now on nothing is missed, whenever this is opened again. */
    private void beginAtTheEnd(BinaryLog log) throws SQLException {
        Place end = log.end();
        if (end == null) {
            throw Refusals.invalid("the server has no binary log", null);
        }
        memory.forget();
        memory.rowsFirst(false);
        memory.offsets().beginAt(end.json());
    }

    /** Files of the same name are others on another server. */
    private boolean isPlaceOfThisServer(String identity) {
        String before = memory.server();
        return !identity.isEmpty() && (before == null || before.equals(identity));
    }

    private boolean mustRebuild(Course course) {
        boolean rebuild = course == Course.CHANGES && !memory.history().isComplete();
        if (rebuild) {
            Offsets.keep(memory.history()::forget);
        }
        if (rebuild && memory.offsets().position() != null) {
            LOG.warn(
                    "source {}: how its tables were when it stopped is no longer known; they are"
                            + " taken as they are now",
                    scan.sourceId());
        }
        return rebuild;
    }

    /** What is so and what is not, without starting anything. */
    List<Finding> diagnose() {
        Findings findings = new Findings();
        try (Connection connection = database.settled().open()) {
            findings.ok("connection", "%s lets us in".formatted(database.dsn().server()));
            boolean reading = Place.resume(memory.offsets()) == null;
            look(connection, Variables.of(connection), reading, findings);
        } catch (Failure failure) {
            findings.error("connection", failure.fact(), null);
        } catch (SQLException e) {
            String said = database.dsn().redact(Refusals.message(e));
            findings.error("connection", said, null);
        }
        return findings.all();
    }
}
