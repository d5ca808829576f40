package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs random transactions one after another. One that fails, whatever for, is given up: the
 * journal knows which of them the database committed. Confined to a thread.
 */
final class Writer implements AutoCloseable {
    private static final int LONG_NOTE = 6_000;
    private static final int LARGE_ROWS = 3_000;

    private final Victim victim;
    private final AtomicLong revs;
    private final Random random;
    private @Nullable Connection connection;

    /**
     * @param revs from which each write takes one
     */
    Writer(Victim victim, AtomicLong revs, long seed) {
        this.victim = victim;
        this.revs = revs;
        this.random = new Random(seed);
    }

    /** One transaction. */
    void write() {
        try {
            Connection open = connected();
            transaction(open);
        } catch (SQLException e) {
            giveUp();
        } catch (AssertionError broken) {
            close(); // PostgreSQL's driver asserts what a killed server does not keep
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = victim.connect();
            open.setAutoCommit(false);
            connection = open;
        }
        return open;
    }

    private void transaction(Connection open) throws SQLException {
        TortureTable table = TortureTable.any(random);
        int dice = random.nextInt(1_000);
        if (dice < 3) {
            run(open, table.truncate(), List.of());
        } else if (dice < 6) {
            insertMany(open, table);
        } else if (dice < 12) {
            run(open, table.deleteLarge(), List.of());
        } else if (dice < 80) {
            withSavepoint(open);
        } else {
            writeSome(open);
        }
        if (random.nextInt(20) == 0) {
            open.rollback();
        } else {
            open.commit();
        }
    }

    private void writeSome(Connection open) throws SQLException {
        int writes = 1 + random.nextInt(5);
        for (int i = 0; i < writes; i++) {
            writeOne(open);
        }
    }

    private void withSavepoint(Connection open) throws SQLException {
        writeSome(open);
        Savepoint savepoint = open.setSavepoint();
        writeSome(open);
        if (random.nextBoolean()) {
            open.rollback(savepoint);
        }
        writeSome(open);
    }

    private void writeOne(Connection open) throws SQLException {
        TortureTable table = TortureTable.any(random);
        List<Object> key = table.key(random);
        switch (random.nextInt(10)) {
            case 0 -> run(open, table.delete(), key);
            case 1 -> run(open, table.changeKey(), join(table.key(random), join(revNote(), key)));
            case 2, 3 -> run(open, table.annotate(), join(revNote(), key));
            default -> put(open, table, key);
        }
    }

    private void put(Connection open, TortureTable table, List<Object> key) throws SQLException {
        int there = run(open, table.update(), join(values(), key));
        if (there == 0) {
            run(open, table.insert(), join(key, join(values(), List.of(note()))));
        }
    }

    private void insertMany(Connection open, TortureTable table) throws SQLException {
        int from = TortureTable.LARGE + random.nextInt(TortureTable.LARGE);
        try (PreparedStatement insert = open.prepareStatement(table.insert())) {
            for (int i = 0; i < LARGE_ROWS; i++) {
                List<Object> row = join(table.key("large", from + i), join(values(), List.of("")));
                fill(insert, row);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The last thing: what the pipelines have got to when they are done. */
    static void writeEnd(Connection open, long rev) throws SQLException {
        open.setAutoCommit(false);
        for (TortureTable table : TortureTable.values()) {
            List<Object> key = table.key("end", TortureTable.END);
            run(open, table.insert(), join(key, List.of(rev, "end", BigDecimal.ONE, "")));
        }
        open.commit();
    }

    private List<Object> values() {
        return List.of(
                revs.incrementAndGet(),
                "näme " + random.nextInt(1_000),
                BigDecimal.valueOf(random.nextInt(1_000_000), 2));
    }

    private List<Object> revNote() {
        return List.of(revs.incrementAndGet(), note());
    }

    /** Sometimes so long, and so random, that the database keeps it elsewhere. */
    private String note() {
        int length = random.nextInt(4) == 0 ? LONG_NOTE : 10;
        return random.ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int run(Connection open, String sql, List<Object> values) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(sql)) {
            fill(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void fill(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private static List<Object> join(List<Object> some, List<Object> more) {
        List<Object> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private void giveUp() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException broken) {
            close();
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException broken) {
                // The database was killed.
            }
        }
    }
}
