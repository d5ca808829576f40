package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.List;

/** Runs migrations and notes them in the history. Stateless. */
interface ScriptRunner {
    /** What the transaction is to do, in whose database {@code place} is. */
    record Work(Placement place, Identifier schema, List<Step> steps) {}

    /** One script with its values put in. */
    record Step(History.Entry entry, String sql) {
        String name() {
            return entry.script().name();
        }
    }

    void run(Handle handle, Work work) throws SQLException;

    /** The same error, which says in which script it came. */
    static SQLException in(Step step, SQLException e) {
        return new SQLException(
                "%s: %s".formatted(step.name(), Refusals.message(e)),
                e.getSQLState(),
                e.getErrorCode(),
                e);
    }
}
