package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotReader;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of a source that are read on demand, and those that join it. Confined to a thread. */
record OnDemandTables(Database database, TableJoin join, Types types)
        implements SnapshotReader.Tables {
    @Override
    public Connection open() throws SQLException {
        return database.open(Database.Purpose.SNAPSHOT);
    }

    @Override
    public void idle(Connection connection) throws SQLException {
        join.lookForNew(connection);
    }

    @Override
    public void follow(Connection connection, TableRead read)
            throws SQLException, InterruptedException {
        join.follow(connection, read);
    }

    @Override
    public @Nullable Long estimate(Connection connection, TableId table) throws SQLException {
        return RowEstimate.of(connection, table);
    }

    @Override
    public SnapshotReader.Chunks chunks(Connection connection) {
        return new ChunkReader(connection, types);
    }

    /** The rows are placed at the end of a transaction, so there has to be one. */
    @Override
    public void nudge(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Heartbeat.MESSAGE)) {
            row.next();
        }
    }

    @Override
    public String redact(String text) {
        return database.dsn().redact(text);
    }
}
