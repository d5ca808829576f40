package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Course;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Scope;

import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** The connections that one stream's changes need; none outlives it. Thread-safe. */
final class Connections implements AutoCloseable {
    private final Database database;
    private final Set<Connection> open = new HashSet<>();
    private boolean patient;
    private boolean closed;

    /**
     * @param course where it begins with rows, the server may take its time: it waits for other
     *     transactions to make the slot, and looks for the first row
     */
    Connections(Database database, Course course) {
        this.database = database;
        this.patient = course.beginsWithRows();
    }

    /** From now on this connection's answers may take as long as the server needs. */
    static void waitForever(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 0);
    }

    /** The connection that {@code scope}'s changes come from. */
    Connection stream(Scope scope, Properties more) throws SQLException {
        more.setProperty(
                "socketFactoryArg",
                WatchfulSockets.argument(database.longestSilence(), scope.id()));
        return connect(Database.Purpose.STREAM, more);
    }

    /** Another one. */
    Connection connect(Database.Purpose purpose, Properties more) throws SQLException {
        Connection connection = database.connect(purpose, more);
        if (!keep(connection, purpose)) {
            connection.close();
            throw new SQLException("the stream is closed");
        }
        return connection;
    }

    private synchronized boolean keep(Connection connection, Database.Purpose purpose)
            throws SQLException {
        if (closed) {
            return false;
        }
        open.removeIf(Connections::isClosed);
        open.add(connection);
        if (patient && purpose != Database.Purpose.CATALOG) {
            waitForever(connection);
        }
        return true;
    }

    /**
     * From now on changes are awaited. What Debezium asks for beside takes but a moment, and it
     * does not look for changes before it has the answer.
     */
    synchronized void limitWaits() {
        patient = false;
        int millis = Math.toIntExact(database.longestSilence().toMillis());
        for (Connection connection : open) {
            Quietly.close(() -> connection.setNetworkTimeout(Runnable::run, millis));
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Breaks them, whatever they wait for. */
    private void abort() {
        for (Connection connection : stillOpen()) {
            // The server may wait for another transaction, and would not notice that we left.
            Quietly.close(() -> connection.unwrap(PGConnection.class).cancelQuery());
            Quietly.close(() -> connection.abort(Runnable::run));
        }
    }

    private synchronized List<Connection> stillOpen() {
        open.removeIf(Connections::isClosed);
        return List.copyOf(open);
    }

    /** Leaves the server, which does not answer, without a word. */
    void drop() {
        stillOpen().forEach(one -> Quietly.close(() -> one.abort(Runnable::run)));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        boolean interrupted = Thread.interrupted(); // an interrupt would end the cancelling too
        abort();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
