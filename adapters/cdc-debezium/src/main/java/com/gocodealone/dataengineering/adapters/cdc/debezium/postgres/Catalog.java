package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Asks the database about types and tables, over a connection of its own that is opened when first
 * needed. One question at a time.
 */
final class Catalog {
    private final Connections connections;
    private @Nullable Connection connection;

    /**
     * @param connections with which its own ends too, whatever it waits for
     */
    Catalog(Connections connections) {
        this.connections = connections;
    }

    /** Something to find out. */
    interface Question<T extends @Nullable Object> {
        T put(Connection connection) throws SQLException;
    }

    synchronized <T extends @Nullable Object> T ask(Question<T> question) {
        try {
            return question.put(connection());
        } catch (SQLException e) {
            Quietly.close(connection); // it may have been idle for too long
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
            current = connections.connect(Database.Purpose.CATALOG, new Properties());
            connection = current;
        }
        return current;
    }
}
