package com.gocodealone.dataengineering.bootstrap.torture;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds, renames and drops columns of the plain table while others write to it. Because no event
 * tells of that, every row is then written again. Confined to a thread.
 */
final class Remodeller {
    private static final int MOST_COLUMNS = 4;

    private final Victim victim;
    private final AtomicLong revs;
    private final Random random;
    private int made;

    Remodeller(Victim victim, AtomicLong revs, long seed) {
        this.victim = victim;
        this.revs = revs;
        this.random = new Random(seed);
    }

    /** One change, or none when the database does not let it. */
    void remodel() {
        try (Connection connection = victim.connect();
                Statement statement = connection.createStatement()) {
            List<String> columns = columns(statement);
            connection.setAutoCommit(false);
            statement.execute("ALTER TABLE plain " + change(columns));
            connection.commit();
        } catch (SQLException notNow) {
            // The table is in use, or the database is gone.
        }
        tryToTouch();
    }

    private void tryToTouch() {
        try {
            touch();
        } catch (SQLException notNow) {
            // The next one does it.
        }
    }

    /** Writes every row again, with a value for every column; not those of large transactions. */
    void touch() throws SQLException {
        try (Connection connection = victim.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(TortureTable.PLAIN.deleteLarge());
            StringBuilder sets = new StringBuilder("rev = " + revs.incrementAndGet());
            for (String column : columns(statement)) {
                sets.append(", \"%s\" = '%d'".formatted(column, random.nextInt(1_000)));
            }
            statement.execute("UPDATE plain SET " + sets);
        }
    }

    private static List<String> columns(Statement statement) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (var row = statement.executeQuery("SELECT * FROM plain WHERE 1 = 0")) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                String name = row.getMetaData().getColumnName(i);
                if (name.startsWith("extra ")) {
                    columns.add(name);
                }
            }
        }
        return columns;
    }

    private String change(List<String> columns) {
        String fresh = "extra " + ++made;
        int dice = columns.size() >= MOST_COLUMNS ? 2 : random.nextInt(3);
        if (columns.isEmpty() || dice == 0) {
            return "ADD COLUMN \"%s\" varchar(50)".formatted(fresh);
        }
        String old = columns.get(random.nextInt(columns.size()));
        return dice == 1
                ? "RENAME COLUMN \"%s\" TO \"%s\"".formatted(old, fresh)
                : "DROP COLUMN \"%s\"".formatted(old);
    }
}
