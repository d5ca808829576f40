package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives up what a source made in its database, and nothing that anybody else made. What is
 * interrupted is done by the next call. Used once, by one thread.
 */
final class Release {
    private final Target target;
    private final Offsets offsets;
    private final Ledger ledger;
    private final List<String> done = new ArrayList<>();

    Release(Target target, Offsets offsets, Ledger ledger) {
        this.target = target;
        this.offsets = offsets;
        this.ledger = ledger;
    }

    /** What was given up, and what stays because it is not this source's. */
    List<String> run() throws InterruptedException {
        try (Connection connection = target.database().open(Database.Purpose.CHECK)) {
            releaseSlot(new Slot(connection, target.database(), target.slot()));
            releasePublication(connection);
        } catch (SQLException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String said = target.database().dsn().redact(Refusals.message(e));
            throw Refusals.unavailable("the database did not give up the slot: " + said, e);
        }
        if (offsets.stored() != null) {
            done.add("what was acknowledged is forgotten");
        }
        offsets.forget();
        ledger.forget();
        return List.copyOf(done);
    }

    private void releaseSlot(Slot slot) throws SQLException, InterruptedException {
        if (slot.state() == null) {
            return;
        }
        if (!slot.name().equals(ledger.ownSlot())) {
            done.add(
                    ("replication slot %1$s stays, because this source did not make it; as long as"
                                    + " nobody reads from it, the server keeps all log: SELECT"
                                    + " pg_drop_replication_slot('%1$s');")
                            .formatted(slot.name()));
            return;
        }
        slot.idle();
        slot.drop();
        done.add("replication slot %s is dropped".formatted(slot.name()));
    }

    private void releasePublication(Connection connection) throws SQLException {
        String name = target.publication();
        if (!Publication.exists(connection, name)) {
            return;
        }
        if (!name.equals(ledger.ownPublication())) {
            done.add("publication %s stays, because this source did not make it".formatted(name));
            return;
        }
        String sql = "DROP PUBLICATION IF EXISTS " + Sql.identifier(name);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            done.add("publication %s is dropped".formatted(name));
        } catch (SQLException e) {
            done.add(stays(name, sql, e));
        }
    }

    /** It costs the server nothing, so it is no reason to fail. */
    private static String stays(String name, String sql, SQLException e) throws SQLException {
        String state = e.getSQLState();
        if (!Publication.NOT_ALLOWED.equals(state) && !Publication.READ_ONLY.equals(state)) {
            throw e;
        }
        return "publication %s stays (%s): %s;".formatted(name, Refusals.message(e), sql);
    }
}
