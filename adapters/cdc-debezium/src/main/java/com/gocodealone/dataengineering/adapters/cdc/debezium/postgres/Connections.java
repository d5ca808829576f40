package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Scope;

import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that Debezium uses for one stream. Thread-safe. */
final class Connections implements AutoCloseable {
    private final Database database;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean limited;

    Connections(Database database) {
        this.database = database;
    }

    /** The connection that {@code scope}'s changes come from. */
    Connection stream(Scope scope, Properties more) throws SQLException {
        more.setProperty(
                "socketFactoryArg",
                WatchfulSockets.argument(database.longestSilence(), scope.id()));
        return connect(Database.Purpose.STREAM, more);
    }

    /** A connection for Debezium; it does not outlive this. */
    Connection connect(Database.Purpose purpose, Properties more) throws SQLException {
        Connection connection = database.connect(purpose, more);
        open.removeIf(Connections::isClosed);
        open.add(connection);
        if (limited) {
            limitWaits(connection);
        }
        return connection;
    }

    /**
     * From now on changes are awaited. What Debezium asks for beside takes but a moment, and it
     * does not look for changes before it has the answer.
     */
    void limitWaits() {
        limited = true;
        open.forEach(this::limitWaits);
    }

    private void limitWaits(Connection connection) {
        int millis = Math.toIntExact(database.longestSilence().toMillis());
        Quietly.close(() -> connection.setNetworkTimeout(Runnable::run, millis));
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
        open.removeIf(Connections::isClosed);
        for (Connection connection : open) {
            // The server may wait for another transaction, and would not notice that we left.
            Quietly.close(() -> connection.unwrap(PGConnection.class).cancelQuery());
            Quietly.close(() -> connection.abort(Runnable::run));
        }
    }

    /** Leaves the server, which does not answer, without a word. */
    void drop() {
        open.forEach(connection -> Quietly.close(() -> connection.abort(Runnable::run)));
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // an interrupt would end the cancelling too
        abort();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
