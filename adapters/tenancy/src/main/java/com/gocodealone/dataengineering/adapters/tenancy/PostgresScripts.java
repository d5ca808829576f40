package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Placement;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All scripts in the one transaction, with their entries: all or nothing. Stateless. */
record PostgresScripts(Dialect dialect) implements ScriptRunner {
    @Override
    public void run(Handle handle, Work work) throws SQLException {
        List<History.Entry> done = new ArrayList<>();
        for (Step step : work.steps()) {
            long begun = System.nanoTime();
            run(handle, step, enter(work.place()) + step.sql());
            done.add(step.entry().after(Duration.ofNanos(System.nanoTime() - begun)));
        }
        new History(dialect).add(handle, work.schema(), done, true);
    }

    /** A script may have set anything for itself; the next one finds what it expects. */
    private static String enter(Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> "SET LOCAL search_path TO %s; ".formatted(own.path());
            case Placement.OwnDatabase _, Placement.SharedRows _ ->
                    "SET LOCAL search_path TO DEFAULT; ";
        };
    }

    private static void run(Handle handle, Step step, String sql) throws SQLException {
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            throw ScriptRunner.in(step, e);
        }
    }
}
