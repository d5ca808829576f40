package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Server;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

/** What each kind of server wants said in its own way. Stateless and thread-safe. */
sealed interface Dialect permits PostgresDialect, MySqlDialect {
    static Dialect of(Server server) {
        return switch (server) {
            case POSTGRESQL -> new PostgresDialect();
            case MYSQL -> new MySqlDialect();
        };
    }

    /** Opens connections, without a pool. */
    DataSource source(DatabaseUrl url);

    /** What the server itself uses, by its name in {@link java.sql.Connection}. */
    String isolationLevel();

    /** How long the transaction waits for a lock. */
    Statement lockTimeout(Duration patience);

    /** How long each statement of the transaction may run. */
    Statement statementTimeout(Duration limit);

    /** The same two at once. */
    Statement timeouts(Duration patience, Duration limit);

    /** Makes the transaction, which has done nothing yet, refuse changes. */
    Statement readOnly();

    /** Takes back, before the transaction ends, what statements of a user have set. */
    void leave(Handle handle) throws SQLException;

    /**
     * The same after the transaction, as far as it could not be done before.
     *
     * @return whether the session is as good as new; else it must end
     */
    boolean renew(Connection connection, DatabaseUrl url) throws SQLException;

    /** Keeps the tenant where it is until the transaction ends; others may do the same. */
    List<Statement> holdStill(String tenantId);

    /** Waits until nobody holds the tenant still, and keeps everybody away until the end. */
    List<Statement> keepOut(String tenantId);

    /** Whether there is such a place; shared tables always are. */
    boolean isThere(Handle handle, Placement place);

    boolean isThere(Handle handle, TableName table);

    /** What outside of the place needs something inside, in words. */
    List<String> outsideUsersOf(Handle handle, Placement place);

    /** The tables in {@code place}. */
    List<Inventory.Found> tables(Handle handle, Placement place);

    /** Writes all rows of a table, as CSV with a header. */
    void copy(Handle handle, TableName table, OutputStream out) throws SQLException, IOException;

    /** Makes the table of the registry unless it is there. */
    void createRegistry(Handle handle, TableName table) throws SQLException;

    /** An INSERT that does nothing when there is a row with its key. */
    String insertOnce(String intoAndValues);

    /**
     * What makes a statement that writes one row answer with these columns of it; empty where the
     * row has to be read afterwards.
     */
    String returning(String columns);

    /** The expression for the time that {@link #time} reads. */
    String now();

    @Nullable Instant time(ResultSet row, String column) throws SQLException;

    /** Where the history of {@code place} is, in whose database the transaction is. */
    Identifier historySchema(Handle handle, Placement place);

    /** Waits until nobody else migrates with this history, a Flyway included. */
    void lockHistory(Handle handle, TableName history) throws SQLException;

    /** Those of {@code schemas} that have a table of this name. */
    List<Identifier> having(Handle handle, List<Identifier> schemas, String table);

    void createHistory(Handle handle, TableName history) throws SQLException;

    /** The expressions for the current database and for who is logged in. */
    String currentDatabase();

    String login();

    ScriptRunner scripts();

    Lexis lexis();

    /** Sets a parameter of a user's statement. */
    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;
}
