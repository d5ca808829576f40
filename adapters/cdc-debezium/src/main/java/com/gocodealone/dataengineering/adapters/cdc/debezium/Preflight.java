package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.postgresql.PGConnection;

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
    private final SourceSpec source;
    private final DebeziumOptions options;
    private final Database database;
    private final Offsets offsets;

    Preflight(SourceSpec source, DebeziumOptions options, Database database, Offsets offsets) {
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
        boolean resumes = slot.checkResume();
        boolean snapshot =
                !resumes && options.snapshotMode() == DebeziumOptions.SnapshotMode.INITIAL;
        Tables tables = Tables.choose(connection, source.patterns());
        tables.check(snapshot, server.role());
        Publication publication = publish(connection, tables, own, server);
        if (!resumes) {
            slot.prepare(snapshot);
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
                snapshot,
                maxQueuedBytes);
    }

    private Publication publish(Connection connection, Tables tables, String own, Server server)
            throws SQLException {
        String named = options.publicationName();
        Publication publication = new Publication(connection, named == null ? own : named, server);
        if (named == null) {
            publication.makeOwn(tables, source.tables().isEmpty() && server.isSuperuser());
        } else {
            publication.checkForeign(tables);
        }
        return publication;
    }
}
