package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at everything that has to be right before Debezium starts, and makes what is the source's
 * own: the publication and, for a source without a snapshot, the slot. Used once, by one thread.
 */
final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private final SourceSpec source;
    private final PostgresOptions options;
    private final Database database;
    private final Offsets offsets;

    Preflight(SourceSpec source, PostgresOptions options, Database database, Offsets offsets) {
        this.source = source;
        this.options = options;
        this.database = database;
        this.offsets = offsets;
    }

    /**
     * @throws Failure that says in one sentence what is not right, and how it is put right
     */
    Plan plan(long maxQueuedBytes) throws InterruptedException {
        int process = 0;
        try (Connection connection = database.open(Database.Purpose.CHECK)) {
            process = connection.unwrap(PGConnection.class).getBackendPID();
            return plan(connection, maxQueuedBytes);
        } catch (SQLException e) {
            if (Thread.interrupted()) {
                cancel(process);
                throw new InterruptedException();
            }
            String state = String.valueOf(e.getSQLState());
            String said = database.dsn().redact(Refusals.message(e));
            if (state.equals("42501")) {
                throw Refusals.invalid("the role lacks a right: " + said, e);
            }
            throw Refusals.unavailable("the database could not be checked: " + said, e);
        }
    }

    /** The server may wait for another transaction, and would not notice that we left. */
    private void cancel(int process) {
        try (Connection connection = database.open(Database.Purpose.CHECK);
                PreparedStatement call =
                        connection.prepareStatement("SELECT pg_cancel_backend(?)")) {
            call.setInt(1, process);
            call.execute();
        } catch (SQLException | Failure e) {
            // Then it ends when that transaction does.
        }
    }

    private Plan plan(Connection connection, long maxQueuedBytes)
            throws SQLException, InterruptedException {
        String own = SlotName.of(source.sourceId());
        String slotName = options.slotName() == null ? own : options.slotName();
        Server server = Server.of(connection);
        server.check();
        Slot slot = new Slot(connection, slotName, offsets, server);
        Course course = course(slot);
        Tables tables = Tables.choose(connection, source.patterns());
        tables.check(course.beginsWithRows(), server.role());
        Publication publication = publication(connection, own, server);
        if (course.hasChanges()) {
            publish(publication, tables, server);
        }
        if (Resume.of(offsets) == null) {
            prepare(slot, course);
        }
        Set<TableId> ids =
                tables.chosen().stream().map(Tables.Table::id).collect(Collectors.toSet());
        boolean everything = source.tables().isEmpty() && publication.coversEverything();
        return new Plan(
                database,
                options,
                slotName,
                publication.name(),
                ids,
                everything,
                course,
                maxQueuedBytes);
    }

    /** What is to come, by what was acknowledged and what the user wants. */
    private Course course(Slot slot) throws SQLException, InterruptedException {
        return switch (options.snapshotMode()) {
            case INITIAL_ONLY -> Resume.of(offsets) == null ? Course.ROWS : Course.NOTHING;
            case NEVER -> {
                slot.checkResume();
                yield Course.CHANGES;
            }
            case INITIAL -> slot.checkResume() ? Course.CHANGES : Course.ROWS_THEN_CHANGES;
            case WHEN_NEEDED -> canResume(slot) ? Course.CHANGES : Course.ROWS_THEN_CHANGES;
        };
    }

    /** What is lost is forgotten. */
    private boolean canResume(Slot slot) throws SQLException, InterruptedException {
        try {
            return slot.checkResume();
        } catch (Failure failure) {
            if (failure.kind() != Failure.Kind.GAP) {
                throw failure;
            }
            LOG.warn("source {}: {}; it begins again with a snapshot", source, failure.fact());
            offsets.forget();
            return false;
        }
    }

    private void prepare(Slot slot, Course course) throws SQLException, InterruptedException {
        if (course.hasChanges()) {
            slot.prepare(course.beginsWithRows());
        } else {
            offsets.forget(); // of a snapshot that did not end
        }
    }

    private Publication publication(Connection connection, String own, Server server) {
        String named = options.publicationName();
        return new Publication(connection, named == null ? own : named, server);
    }

    private void publish(Publication publication, Tables tables, Server server)
            throws SQLException {
        if (options.publicationName() == null) {
            publication.makeOwn(tables, source.tables().isEmpty() && server.isSuperuser());
        } else {
            publication.checkForeign(tables);
        }
    }
}
