package com.gocodealone.dataengineering.adapters.cdc.debezium;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the parts that Debezium makes by class name share with the stream they belong to. They find
 * it by an id in their configuration: the one thing that Debezium hands them. Thread-safe.
 */
final class Scope implements AutoCloseable {
    private static final Map<String, Scope> OPEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Database database;
    private final Offsets offsets;
    private final Types types;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    Scope(Database database, Offsets offsets, Types types) {
        this.database = database;
        this.offsets = offsets;
        this.types = types;
        OPEN.put(id, this);
    }

    static Scope of(@Nullable String id) {
        Scope scope = id == null ? null : OPEN.get(id);
        if (scope == null) {
            throw new IllegalStateException("the stream is closed");
        }
        return scope;
    }

    String id() {
        return id;
    }

    Offsets offsets() {
        return offsets;
    }

    Types types() {
        return types;
    }

    /** A connection for Debezium; it does not outlive this. */
    Connection connect(Database.Purpose purpose, Properties more) throws SQLException {
        Connection connection = database.connect(purpose, more);
        connections.removeIf(Scope::isClosed);
        connections.add(connection);
        return connection;
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Breaks Debezium's connections, whatever they wait for. */
    void abortConnections() {
        connections.removeIf(Scope::isClosed);
        for (Connection connection : connections) {
            // The server may wait for another transaction, and would not notice that we left.
            Quietly.close(() -> connection.unwrap(PGConnection.class).cancelQuery());
            Quietly.close(() -> connection.abort(Runnable::run));
        }
    }

    /** Leaves the server, which does not answer, without a word. */
    void dropConnections() {
        connections.forEach(connection -> Quietly.close(() -> connection.abort(Runnable::run)));
    }

    @Override
    public void close() {
        OPEN.remove(id);
        boolean interrupted = Thread.interrupted(); // an interrupt would end the cancelling too
        abortConnections();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
