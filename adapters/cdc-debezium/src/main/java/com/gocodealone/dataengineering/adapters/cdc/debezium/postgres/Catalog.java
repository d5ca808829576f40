package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Asks the database about types and tables, over a connection of its own that is opened when first
 * needed. One question at a time.
 */
final class Catalog implements AutoCloseable {
    private final Database database;
    private @Nullable Connection connection;

    Catalog(Database database) {
        this.database = database;
    }

    /** Something to find out. */
    interface Question<T extends @Nullable Object> {
        T put(Connection connection) throws SQLException;
    }

    synchronized <T extends @Nullable Object> T ask(Question<T> question) {
        try {
            return question.put(connection());
        } catch (SQLException e) {
            close(); // it may have been idle for too long
            return askAgain(question);
        }
    }

    private <T extends @Nullable Object> T askAgain(Question<T> question) {
        try {
            return question.put(connection());
        } catch (SQLException e) {
            throw Refusals.unavailable(
                    "the database did not tell about its tables: " + Refusals.message(e), e);
        }
    }

    private Connection connection() throws SQLException {
        Connection current = connection;
        if (current == null || current.isClosed()) {
            current = database.open(Database.Purpose.CATALOG);
            connection = current;
        }
        return current;
    }

    @Override
    public synchronized void close() {
        Quietly.close(connection);
        connection = null;
    }
}
