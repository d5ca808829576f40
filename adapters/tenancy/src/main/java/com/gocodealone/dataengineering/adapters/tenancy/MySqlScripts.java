package com.gocodealone.dataengineering.adapters.tenancy;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * One script after the other. MySQL cannot take back what has changed a table, so the history says
 * of each script that it was begun, before, and that it has succeeded, after: one that was torn
 * apart is never run again by itself, and the ones before it are never run twice. Stateless.
 */
record MySqlScripts(Dialect dialect) implements ScriptRunner {
    @Override
    public void run(Handle handle, Work work) throws SQLException {
        for (Step step : work.steps()) {
            long begun = System.nanoTime();
            History history = new History(dialect);
            history.add(handle, work.schema(), List.of(step.entry()), false);
            handle.getConnection().commit();
            Database.run(handle, work.place().enter());
            run(handle, work, step);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            history.finish(handle, work.schema(), step.entry().after(took));
            handle.getConnection().commit();
        }
    }

    private void run(Handle handle, Work work, Step step) throws SQLException {
        List<MySqlStatements.Piece> pieces = MySqlStatements.of(step.sql());
        int done = 0;
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            for (MySqlStatements.Piece piece : pieces) {
                statement.execute(piece.sql());
                done++;
            }
        } catch (SQLException e) {
            handle.getConnection().rollback();
            if (done == 0 && pieces.getFirst().isOne()) {
                new History(dialect).forget(handle, work.schema(), step.entry());
                handle.getConnection().commit();
            }
            throw ScriptRunner.in(step, e);
        }
    }
}
