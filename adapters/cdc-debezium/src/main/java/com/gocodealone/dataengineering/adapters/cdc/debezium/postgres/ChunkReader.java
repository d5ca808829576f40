package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Description;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Item;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.JsonForms;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Kind;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Sizes;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.RowType;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a chunk of a table's rows, and which transactions they show. Confined to one thread. */
final class ChunkReader {
    private static final long EVENT_BYTES = 120;
    private static final int FIRST_ROWS = 100;
    private static final int MAX_ROWS = 10_000;

    private final Connection connection;
    private final Settings settings;
    private int limit = FIRST_ROWS;

    /**
     * How chunks are read.
     *
     * @param maxBytes about how much a chunk may take in memory
     */
    record Settings(Types types, long maxBytes) {}

    ChunkReader(Connection connection, Settings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /**
     * A chunk, and how far the table is with it.
     *
     * @param reached how far, once all of the chunk is done
     */
    record Result(Interleaver.Chunk chunk, TableRead reached) {
        /** Whether no row of the table follows. */
        boolean isLast() {
            return !reached.isOpen();
        }
    }

    /** The rows that follow those that {@code read} has. */
    Result next(TableRead read) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            String seen = ask(statement, "SELECT pg_catalog.pg_current_snapshot()::text");
            Structure structure = structure(read.table());
            Set<String> padded = settings.types().paddedColumns(Sql.table(read.table()));
            ChunkQuery query = new ChunkQuery(structure, padded, read);
            Rows rows = new Rows(read, structure);
            try (ResultSet found = statement.executeQuery(query.sql(connection, limit))) {
                while (found.next()) {
                    rows.add(found);
                }
            }
            connection.commit();
            boolean last = rows.count < limit;
            adapt(rows);
            return rows.result(TransactionSnapshot.parse(seen), written(statement), last);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
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

    /** As many rows as fit, by the size of those that came. */
    private void adapt(Rows rows) {
        if (rows.count > 0) {
            long fitting = settings.maxBytes() / Math.max(1, rows.bytes / rows.count);
            long most = Math.min(MAX_ROWS, 10L * limit);
            limit = (int) Math.max(1, Math.min(fitting, most));
        }
    }

    private final class Rows {
        private final Description description;
        private final RowType type;
        private final RowType keyType;
        private final List<Kind> kinds;
        private final List<Integer> keyPlaces;
        private final Instant now = Instant.now();
        private final Map<List<@Nullable Object>, Item.Read> items = new LinkedHashMap<>();
        private TableRead reached;
        private int count;
        private long bytes;

        Rows(TableRead read, Structure structure) {
            this.reached = read;
            this.description = Describer.of(structure);
            List<String> names = structure.columns().stream().map(Structure.Column::name).toList();
            this.type = new RowType(names);
            this.keyType = new RowType(structure.identity().key());
            this.kinds =
                    structure.columns().stream()
                            .map(column -> settings.types().kindOf(column.oid()))
                            .toList();
            this.keyPlaces = keyType.columns().stream().map(names::indexOf).toList();
        }

        void add(ResultSet found) throws SQLException {
            @Nullable Object[] values = new @Nullable Object[kinds.size()];
            @Nullable String[] texts = new @Nullable String[kinds.size()];
            long size = EVENT_BYTES;
            for (int i = 0; i < values.length; i++) {
                String text = found.getString(i + 1);
                texts[i] = text;
                values[i] = text == null ? null : value(kinds.get(i), text);
                size += Sizes.of(text);
            }
            List<String> key =
                    keyPlaces.stream().map(place -> String.valueOf(texts[place])).toList();
            Row keyRow = new Row(keyType, keyPlaces.stream().map(place -> values[place]).toArray());
            reached = reached.read(key);
            items.put(
                    Interleaver.key(keyRow),
                    new Item.Read(event(key, keyRow, new Row(type, values)), size, reached));
            count++;
            bytes += size;
        }

        private static @Nullable Object value(Kind kind, String text) {
            return kind.value(kind.carry(text));
        }

        private ChangeEvent event(List<String> key, Row keyRow, Row row) {
            String name = key.size() == 1 ? key.getFirst() : JsonForms.text(key);
            Position position =
                    new Position("%s/%s/%s".formatted(reached.snapshot(), reached.table(), name));
            return new ChangeEvent(
                    position, 0, Operation.READ, reached.table(), keyRow, null, row, now, null);
        }

        Result result(TransactionSnapshot seen, long readAt, boolean last) {
            TableRead all = reached.chunkRead(last);
            Interleaver.Chunk chunk =
                    new Interleaver.Chunk(
                            seen, readAt, description, items, new Item.Boundary(null, all));
            return new Result(chunk, all);
        }
    }
}
