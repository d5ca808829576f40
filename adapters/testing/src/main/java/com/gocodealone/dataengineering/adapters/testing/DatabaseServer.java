package com.gocodealone.dataengineering.adapters.testing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A real database of the test's own, whose changes can be followed; it can be killed and comes
 * back. Killing and restarting are for one thread at a time; everything else is thread-safe.
 */
public interface DatabaseServer extends AutoCloseable {
    int port();

    /** As one who may do everything; names may stand in double quotes. */
    Connection connect() throws SQLException;

    /** Kills the server with SIGKILL. */
    void kill() throws IOException;

    /** Starts the server again on the same data and port, once all of the killed one is gone. */
    void restart();

    @Override
    void close();

    /** Executes {@code sql} as it is. */
    default void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what {@code sql} finds. */
    default List<@Nullable String> query(String sql) throws SQLException {
        List<@Nullable String> found = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
