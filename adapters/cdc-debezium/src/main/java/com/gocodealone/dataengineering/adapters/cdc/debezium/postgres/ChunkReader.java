package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Chunk;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.ChunkLimit;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.ChunkRows;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Kind;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotReader;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/** Reads a chunk of a table's rows, and which transactions they show. Confined to one thread. */
final class ChunkReader implements SnapshotReader.Chunks {
    private static final int MAX_ROWS = 10_000;

    private final Connection connection;
    private final Types types;
    private final ChunkLimit limit;

    ChunkReader(Connection connection, Types types) {
        this.connection = connection;
        this.types = types;
        this.limit = new ChunkLimit(MAX_ROWS);
    }

    @Override
    public Chunk next(TableRead read) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            String seen = ask(statement, "SELECT pg_catalog.pg_current_snapshot()::text");
            Structure structure = structure(read.table());
            ChunkRows rows = rows(statement, structure, read);
            connection.commit();
            return rows.chunk(
                    TransactionSnapshot.parse(seen),
                    written(statement),
                    Describer.of(structure),
                    limit.reaches(rows));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private ChunkRows rows(Statement statement, Structure structure, TableRead read)
            throws SQLException {
        Set<String> padded = types.paddedColumns(Sql.table(read.table()));
        String query = new ChunkQuery(structure, padded, read).sql(connection, limit.rows());
        List<String> names = structure.columns().stream().map(Structure.Column::name).toList();
        List<Kind> kinds =
                structure.columns().stream().map(column -> types.kindOf(column.oid())).toList();
        ChunkRows rows = new ChunkRows(read, names, structure.identity().key());
        int usual = connection.getNetworkTimeout();
        Connections.waitForever(connection); // few rows may meet the condition
        try (ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                add(found, kinds, rows);
            }
        } finally {
            Quietly.close(() -> connection.setNetworkTimeout(Runnable::run, usual));
        }
        return rows;
    }

    private static void add(ResultSet found, List<Kind> kinds, ChunkRows rows) throws SQLException {
        @Nullable String[] texts = new @Nullable String[kinds.size()];
        @Nullable Object[] values = new @Nullable Object[kinds.size()];
        for (int i = 0; i < values.length; i++) {
            String text = found.getString(i + 1);
            Kind kind = kinds.get(i);
            texts[i] = text;
            values[i] = text == null ? null : kind.value(kind.carry(text));
        }
        rows.add(texts, values);
    }

    /** Where the log ends, after all that was committed up to now. */
    private static long written(Statement statement) throws SQLException {
        return Lsn.parse(
                ask(
                        statement,
                        "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                                + " ELSE pg_current_wal_insert_lsn() END::text"));
    }

    private static String ask(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private Structure structure(TableId table) throws SQLException {
        Structure structure = Structure.of(connection, table);
        if (structure == null) {
            throw Refusals.invalid("there is no table %s any more".formatted(table), null);
        }
        if (structure.identity().key().isEmpty()) {
            throw Refusals.invalid(
                    ("table %s has no primary key, so its rows cannot be read piece by piece while"
                                    + " changes go on: ALTER TABLE %s ADD PRIMARY KEY (…);")
                            .formatted(table, Sql.table(table)),
                    null);
        }
        return structure;
    }
}
