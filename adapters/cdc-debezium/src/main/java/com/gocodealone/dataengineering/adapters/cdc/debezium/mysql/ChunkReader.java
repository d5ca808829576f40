package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Chunk;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.ChunkLimit;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.ChunkRows;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Description;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Sight;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotReader;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * Reads a chunk of a table's rows, under locks that others share but writers do not. The binary log
 * may tell of a transaction before any query sees it; that transaction still holds its rows then,
 * so that a lock waits for it. Confined to one thread.
 */
final class ChunkReader implements SnapshotReader.Chunks {
    /** Writers wait while these are read. */
    private static final int MAX_ROWS = 2_000;

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;

    /** Nothing that the stream told before is missing; what it tells since may be, or not. */
    private static final Sight LOCKED =
            new Sight() {
                @Override
                public boolean misses(long transaction) {
                    return false;
                }

                @Override
                public boolean shows(ChangeEvent change) {
                    return false;
                }
            };

    private final Connection connection;
    private final BinaryLog log;
    private final ChunkLimit limit;

    ChunkReader(Connection connection, BinaryLog log) {
        this.connection = connection;
        this.log = log;
        this.limit = new ChunkLimit(MAX_ROWS);
    }

    /** Also null when somebody holds one of the rows for long. */
    @Override
    public @Nullable Chunk next(TableRead read) throws SQLException {
        connection.setAutoCommit(false);
        try {
            ChunkRows rows = rows(read);
            connection.commit();
            Place end = log.end();
            if (end == null) {
                throw Refusals.invalid("the server has no binary log any more", null);
            }
            return rows.chunk(LOCKED, end.number(), Description.UNKNOWN, limit.reaches(rows));
        } catch (SQLException e) {
            if (Set.of(LOCK_WAIT_TIMEOUT, DEADLOCK).contains(e.getErrorCode())) {
                return null;
            }
            throw e;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private ChunkRows rows(TableRead read) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            keepStructure(statement, read.table());
            Structure structure = structure(read.table());
            List<String> names = structure.columns().stream().map(Structure.Column::name).toList();
            ChunkRows rows = new ChunkRows(read, names, structure.key());
            String query = new ChunkQuery(structure, read).sql(limit.rows());
            try (ResultSet found = statement.executeQuery(query)) {
                while (found.next()) {
                    add(found, structure.columns(), rows);
                }
            }
            return rows;
        }
    }

    /** Until the transaction ends. */
    private static void keepStructure(Statement statement, TableId table) throws SQLException {
        statement.executeQuery("SELECT 1 FROM %s LIMIT 0".formatted(Sql.table(table))).close();
    }

    private Structure structure(TableId table) throws SQLException {
        Structure structure = Structure.of(connection, table);
        String obstacle = structure == null ? "is not there any more" : structure.obstacle();
        if (structure == null || obstacle != null) {
            throw Refusals.invalid("table %s %s".formatted(table, obstacle), null);
        }
        return structure;
    }

    private static void add(ResultSet found, List<Structure.Column> columns, ChunkRows rows)
            throws SQLException {
        @Nullable String[] texts = new @Nullable String[columns.size()];
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            texts[i] = found.getString(i + 1);
            values[i] = columns.get(i).value(texts[i]);
        }
        rows.add(texts, values);
    }
}
