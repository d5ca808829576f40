package com.gocodealone.dataengineering.adapters.testing.dms;

import com.gocodealone.dataengineering.adapters.testing.PostgresServer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a task moves: rows that are there, and what a logical slot of PostgreSQL gives. Confined.
 */
final class Replication implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 200;
    private static final String OPTIONS =
            "'include-timestamp', 'true', 'include-xids', 'true', 'skip-empty-xacts', 'true'";

    private final String slot;
    private final RecordWriter writer;
    private final Connection connection;

    /** Of its own, because the other one may hold a lock. */
    private final Connection queries;

    private final Map<String, SourceTable> tables = new HashMap<>();
    private final List<DecodedChange> transaction = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    /**
     * @param names of the tables, each a schema and a name
     */
    Replication(PostgresServer database, String slot, List<List<String>> names, RecordWriter writer)
            throws SQLException {
        this.slot = slot;
        this.writer = writer;
        this.connection = database.connect();
        this.queries = database.connect();
        connection.setAutoCommit(false);
        execute("SET SESSION TimeZone TO 'UTC'");
        for (List<String> name : names) {
            SourceTable table = SourceTable.read(connection, name.getFirst(), name.getLast());
            tables.put(table.quoted(), table);
        }
        connection.commit();
    }

    /** Makes the slot, when it is not there yet. */
    void begin() throws SQLException {
        perform(
                """
                SELECT pg_create_logical_replication_slot('%1$s', 'test_decoding')
                WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '%1$s')
                """
                        .formatted(slot));
    }

    /** Forgets what was changed until now. */
    void skip() throws SQLException {
        perform("SELECT pg_replication_slot_advance('%s', pg_current_wal_lsn())".formatted(slot));
    }

    void describe() throws SQLException, InterruptedException {
        for (SourceTable table : tables.values()) {
            writer.control(table, "create-table");
        }
        writer.flush();
    }

    List<SourceTable> tables() {
        return List.copyOf(tables.values());
    }

    /**
     * Writes the rows of {@code table}, and before them the changes that they contain.
     *
     * @return how many rows there are
     */
    long load(SourceTable table) throws SQLException, InterruptedException {
        execute("LOCK TABLE %s IN SHARE MODE".formatted(table.quoted()));
        try {
            String now = one("SELECT pg_current_wal_lsn()::text");
            move(now);
            return copy(table);
        } finally {
            connection.commit();
        }
    }

    private long copy(SourceTable table) throws SQLException, InterruptedException {
        long count = 0;
        try (Statement select = connection.createStatement()) {
            select.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = select.executeQuery("SELECT * FROM " + table.quoted())) {
                while (rows.next()) {
                    writer.load(table, table.values(rows));
                    count++;
                }
            }
        }
        writer.flush();
        return count;
    }

    /**
     * Writes what was changed until now.
     *
     * @return up to where
     */
    String move() throws SQLException, InterruptedException {
        String now = one("SELECT pg_current_wal_flush_lsn()::text");
        move(now);
        return now;
    }

    private void move(String upTo) throws SQLException, InterruptedException {
        String peek =
                """
                SELECT lsn::text, xid::text, data
                FROM pg_logical_slot_peek_changes('%s', '%s', NULL, %s)
                """
                        .formatted(slot, upTo, OPTIONS);
        queries.setAutoCommit(false); // or all lines come at once
        try (PreparedStatement select = queries.prepareStatement(peek)) {
            select.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet lines = select.executeQuery()) {
                while (lines.next()) {
                    take(lines.getString(1), lines.getString(2), lines.getString(3));
                }
            }
        } finally {
            queries.setAutoCommit(true);
        }
        writer.flush();
        advance(upTo);
    }

    private void advance(String upTo) throws SQLException {
        perform(
                """
                SELECT pg_replication_slot_advance(slot_name, '%s')
                FROM pg_replication_slots
                WHERE slot_name = '%s' AND confirmed_flush_lsn < '%s'
                """
                        .formatted(upTo, slot, upTo));
    }

    private void take(String lsn, String xid, String line)
            throws SQLException, InterruptedException {
        if (line.startsWith("BEGIN")) {
            transaction.clear();
            places.clear();
        } else if (line.startsWith("COMMIT")) {
            commit(xid, committedAt(line));
        } else {
            transaction.add(DecodedChange.parse(line));
            places.add(lsn);
        }
    }

    /** Such as {@code COMMIT 742 (at 2026-01-31 09:30:00.123456+00)}. */
    private static Instant committedAt(String line) {
        String text = line.substring(line.indexOf("(at ") + 4, line.length() - 1);
        return Instant.parse(text.replace(' ', 'T').replaceFirst("\\+00$", "Z"));
    }

    private void commit(String xid, Instant at) throws SQLException, InterruptedException {
        for (int i = 0; i < transaction.size(); i++) {
            DecodedChange change = transaction.get(i);
            String name = SourceTable.quoted(change.schema(), change.table());
            if (tables.containsKey(name) && !change.operation().equals("TRUNCATE")) {
                SourceTable table = current(name, change);
                writer.change(table, change, new RecordWriter.Place(places.get(i), xid, at, i + 1));
            }
        }
        transaction.clear();
        places.clear();
    }

    /** The structure of the table; when the change shows another one, it is told first. */
    private SourceTable current(String name, DecodedChange change)
            throws SQLException, InterruptedException {
        SourceTable known = tables.get(name);
        if (known == null) {
            throw new IllegalStateException(name);
        }
        List<String> columns = known.columns().stream().map(SourceColumn::name).toList();
        if (change.operation().equals("DELETE")
                || columns.equals(List.copyOf(change.row().keySet()))) {
            return known;
        }
        SourceTable now = SourceTable.read(connection, known.schema(), known.name());
        connection.commit();
        tables.put(name, now);
        writer.control(now, "add-column");
        return now;
    }

    /** Gives up the slot. */
    void end() throws SQLException {
        perform(
                """
                SELECT pg_drop_replication_slot(slot_name)
                FROM pg_replication_slots
                WHERE slot_name = '%s'
                """
                        .formatted(slot));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void perform(String sql) throws SQLException {
        try (Statement statement = queries.createStatement()) {
            statement.execute(sql);
        }
    }

    private String one(String sql) throws SQLException {
        try (Statement statement = queries.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        queries.close();
    }
}
