package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Which server a log is of. A log position means nothing on another one, and what lies after a
 * failover's position on the old timeline is not on the new one. Immutable.
 *
 * @param system the server's own identifier, the same on its physical copies
 * @param timeline rises with every failover and every restore
 */
record Lineage(String system, int timeline) {
    private static final String QUERY =
            """
            SELECT system_identifier::text, CASE WHEN pg_is_in_recovery()
                THEN (SELECT timeline_id FROM pg_control_checkpoint())
                ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END
            FROM pg_control_system()
            """;

    static Lineage of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            return new Lineage(row.getString(1), row.getInt(2));
        }
    }

    static Lineage parse(String text) {
        int slash = text.indexOf('/');
        return new Lineage(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
    }

    String text() {
        return system + "/" + timeline;
    }

    /**
     * Where this timeline, or the one before it that is {@code older}, was left.
     *
     * @return null when the server does not tell
     */
    @Nullable Long leftAt(int older, Database database) {
        Properties replication = new Properties();
        replication.setProperty("replication", "database");
        replication.setProperty("preferQueryMode", "simple");
        replication.setProperty("assumeMinServerVersion", "13");
        try (Connection connection = database.connect(Database.Purpose.HISTORY, replication);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
            return row.next() ? leftAt(older, row.getBytes(2)) : null;
        } catch (SQLException e) {
            return null;
        }
    }

    /** A line of the history is the timeline, where it was left, and why. */
    private static @Nullable Long leftAt(int older, byte[] history) {
        return new String(history, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.strip().split("\\s+", 3))
                .filter(words -> words[0].equals(String.valueOf(older)))
                .map(words -> Lsn.parse(words[1]))
                .findFirst()
                .orElse(null);
    }
}
