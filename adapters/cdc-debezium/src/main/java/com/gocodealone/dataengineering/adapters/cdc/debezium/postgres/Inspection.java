package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Offsets;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The one place that knows what a source needs. Changes nothing; confined to a thread.
 *
 * @param ledger what the source made
 */
record Inspection(Connection connection, Target target, Ledger ledger) {

    /** What was found, and what a start goes on with when there is no error. */
    record Report(Findings findings, Server server, Tables tables, Publication publication) {}

    /** Looks at the server, the tables, the publication and the slot. */
    Report inspect(Beginning beginning) throws SQLException {
        Findings findings = new Findings();
        Server server = Server.of(connection);
        server.check(findings);
        Tables tables =
                Tables.choose(connection, target.source().patterns(), ledger.joined(), findings);
        tables.check(beginning.readsRows(), server.role(), findings);
        Publication publication = Publication.read(connection, target, server, tables);
        publication.check(findings);
        checkSlot(findings, server, beginning);
        return new Report(findings, server, tables, publication);
    }

    private void checkSlot(Findings findings, Server server, Beginning beginning)
            throws SQLException {
        SlotState state = SlotState.read(connection, target.slot());
        SlotChecks checks = new SlotChecks(target, server, findings);
        checks.check(state, ledger.ownSlot(), beginning.readsRows());
        boolean needsSlot = state == null && !beginning.resumes();
        checks.checkRoom(connection, needsSlot, state == null || !state.isActive());
    }

    /**
     * @param state of the slot; null when there is none
     * @throws com.gocodealone.dataengineering.domain.Failure GAP when changes after the
     *     acknowledged position are lost
     */
    void checkGap(@Nullable SlotState state, Offsets offsets, Lineage lineage) throws SQLException {
        Resume resume = Resume.of(offsets);
        if (resume != null) {
            new Gap(target.database(), target.slot(), ledger.server(), lineage, resume.reached())
                    .check(connection, state);
        }
    }
}
