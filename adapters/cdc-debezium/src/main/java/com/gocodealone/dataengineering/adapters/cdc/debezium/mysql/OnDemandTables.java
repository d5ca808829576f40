package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotReader;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a source that are read on demand. Confined to a thread.
 *
 * @param server the identity of the one that the stream reads from
 */
record OnDemandTables(Database database, @Nullable String server, MySqlAssembler assembler)
        implements SnapshotReader.Tables {
    /** Whatever the server is set to, a query means the same, changes nothing and soon lets go. */
    private static final List<String> SESSION =
            List.of(
                    "SET SESSION sql_mode = ''",
                    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY",
                    "SET SESSION innodb_lock_wait_timeout = 1",
                    "SET SESSION lock_wait_timeout = 5");

    @Override
    public Connection open() throws SQLException {
        return open(database);
    }

    /** A connection that reads rows, and no more. */
    static Connection open(Database database) throws SQLException {
        Connection connection = database.open();
        try (Statement statement = connection.createStatement()) {
            for (String sql : SESSION) {
                statement.execute(sql);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public @Nullable Long estimate(Connection connection, TableId table) throws SQLException {
        Structure structure = Structure.of(connection, table);
        return structure == null ? null : structure.estimate();
    }

    @Override
    public SnapshotReader.Chunks chunks(Connection connection) throws SQLException {
        String reached = Variables.of(connection).serverIdentity();
        if (server != null && !server.equals(reached)) {
            throw Refusals.invalid(
                    "%s is another server (%s) than the one whose changes are read"
                            .formatted(database.dsn().server(), reached),
                    null);
        }
        return new ChunkReader(connection, log(connection));
    }

    /** Where nothing is written, the stream is there already. */
    @Override
    public void nudge(Connection connection) throws SQLException, InterruptedException {
        assembler.placeRows();
        Place begin = assembler.unchanged();
        Place end = begin == null ? null : log(connection).endOfStatement(begin);
        if (begin != null && end != null) {
            assembler.placeRows(begin, end);
        }
    }

    private BinaryLog log(Connection connection) throws SQLException {
        return new BinaryLog(connection, database.flavor(), Variables.of(connection));
    }

    @Override
    public String redact(String text) {
        return database.dsn().redact(text);
    }
}
