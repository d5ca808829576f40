package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.domain.Failure;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A file that nobody else has open, and that nobody else can use until this is closed. */
record SoleUse(Connection connection) implements AutoCloseable {
    private static final int BUSY_MILLIS = 1000;
    private static final int PRIMARY_CODE = 0xff;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;

    /**
     * Takes {@code file}, with everything in it and nothing in a journal beside it.
     *
     * @throws Failure CONFLICT when a plugin has it open
     * @throws SQLException when it is damaged
     */
    static SoleUse of(Path file) throws SQLException {
        Connection connection = connect(file);
        try (Statement statement = connection.createStatement()) {
            // Whoever has it open in WAL mode keeps it in WAL mode.
            statement.execute("PRAGMA journal_mode = DELETE");
            statement.execute("BEGIN EXCLUSIVE");
            return new SoleUse(connection);
        } catch (SQLException e) {
            connection.close();
            if (isTaken(e)) {
                throw taken(file, e);
            }
            throw e;
        }
    }

    static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    private static boolean isTaken(SQLException e) {
        int code =
                e instanceof SQLiteException sqlite
                        ? sqlite.getResultCode().code & PRIMARY_CODE
                        : e.getErrorCode();
        return code == BUSY || code == LOCKED;
    }

    private static Failure taken(Path file, SQLException e) {
        return new Failure(
                Failure.Kind.CONFLICT,
                "a plugin has %s open; stop the engine first".formatted(file),
                e);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
