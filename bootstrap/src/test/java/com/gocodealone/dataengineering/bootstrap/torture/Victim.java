package com.gocodealone.dataengineering.bootstrap.torture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A database that the workload runs on, with the {@link TortureTable}s and a journal beside them:
 * every row that the tables' triggers write to it is one step in the life of one row, written in
 * the step's own transaction. Killing and restarting are for one thread, the rest for all.
 */
interface Victim extends AutoCloseable {
    /** As in {@code source_type}. */
    String sourceType();

    int port();

    /** What the source is given to connect as a role of little rights. */
    String dsn(int port, String password);

    /** The tables as the source names them. */
    List<String> tables();

    /** As the owner of the tables; understands names in double quotes. */
    Connection connect() throws SQLException;

    /**
     * Makes the role, the tables with some rows, and then the journal with the columns {@code seq},
     * {@code tab}, {@code op}, {@code k} and {@code rev}.
     */
    void setUp(String password) throws SQLException;

    /** Whether the journal tells of a table that is emptied. */
    boolean journalsTruncates();

    void kill() throws IOException;

    /** Back on the same port. */
    void restart();

    /** What a source that was stopped must not leave behind in the database, and what it holds. */
    Map<String, List<String>> leftovers() throws SQLException;

    @Override
    void close();
}
