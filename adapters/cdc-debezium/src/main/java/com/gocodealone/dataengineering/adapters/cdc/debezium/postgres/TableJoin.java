package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Findings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotWishes;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets tables join a stream that runs. Once a table is published its changes come; rows that were
 * written before are read on demand, when no transaction is left that had written to the table
 * before it was published. Confined to one thread but for {@link #warnings}.
 */
final class TableJoin {
    private static final String SNAPSHOT = "join:";
    private static final Duration STEP = Duration.ofMillis(50);
    private static final String WRITERS =
            """
            SELECT DISTINCT l.virtualtransaction FROM pg_catalog.pg_locks l
            WHERE l.locktype = 'relation' AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_catalog.pg_database
                    WHERE datname = current_database())
                AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                    'AccessExclusiveLock')
                AND l.relation IN (SELECT ?::regclass::oid UNION ALL
                    SELECT relid FROM pg_partition_tree(?::regclass))
            """;

    private final Target target;
    private final Ledger ledger;
    private final FollowedTables followed;
    private final SnapshotWishes wishes;
    private final Map<TableId, String> obstacles = new ConcurrentHashMap<>();

    TableJoin(Target target, Ledger ledger, FollowedTables followed, SnapshotWishes wishes) {
        this.target = target;
        this.ledger = ledger;
        this.followed = followed;
        this.wishes = wishes;
    }

    /** Why tables that should be followed are not, with the repair. */
    List<String> warnings() {
        return List.copyOf(obstacles.values());
    }

    /** The snapshot that brings the rows of a table that joins by itself. */
    static SnapshotRequest request(TableId table) {
        return new SnapshotRequest(SNAPSHOT + table, List.of(table), null);
    }

    /** Finds tables that are there now and match, publishes them, and has their rows read. */
    void lookForNew(Connection connection) throws SQLException {
        if (followed.coversEverything()) {
            return;
        }
        Set<TableId> open = new HashSet<>(wishes.openTables());
        Set<TableId> matching = Tables.matching(connection, target.source().patterns()).ids();
        Set<TableId> published = Publication.published(connection, target.publication());
        obstacles.keySet().retainAll(matching);
        for (TableId table : matching) {
            // One that was dropped and made again is not published, though it was followed.
            boolean isNew = !followed.isSettled(table) || !published.contains(table);
            if (isNew && !open.contains(table) && !wishes.hasFailed(SNAPSHOT + table)) {
                join(connection, table);
            }
        }
    }

    private void join(Connection connection, TableId table) throws SQLException {
        try {
            publish(connection, table);
            followed.unsettle(table);
            wishes.add(request(table));
            obstacles.remove(table);
        } catch (Failure failure) {
            obstacles.put(
                    table,
                    "table %s matches and is not followed: %s".formatted(table, failure.fact()));
        }
    }

    private void publish(Connection connection, TableId table) throws SQLException {
        Findings findings = new Findings();
        Server server = Server.of(connection);
        Tables one = Tables.named(connection, Set.of(table));
        one.check(true, server.role(), findings);
        Publication publication = Publication.read(connection, target, server, one);
        publication.check(findings);
        findings.throwIfAnyError();
        publication.make(ledger);
    }

    /**
     * Sees to it that from now on every change of {@code table} comes, and all else can be read.
     */
    void follow(Connection connection, TableRead read) throws SQLException, InterruptedException {
        TableId table = read.table();
        if (followed.isSettled(table)) {
            return;
        }
        String obstacle = Tables.obstacle(connection, table);
        if (obstacle != null) {
            throw Refusals.invalid("%s %s".formatted(table, obstacle), null);
        }
        followed.follow(table);
        publish(connection, table);
        awaitEarlierWriters(connection, table);
        followed.settle(table, !read.snapshot().startsWith(SNAPSHOT));
    }

    private static void awaitEarlierWriters(Connection connection, TableId table)
            throws SQLException, InterruptedException {
        Set<String> earlier = writers(connection, table);
        while (!earlier.isEmpty()) {
            Thread.sleep(STEP);
            earlier.retainAll(writers(connection, table));
        }
    }

    private static Set<String> writers(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WRITERS)) {
            query.setString(1, Sql.table(table));
            query.setString(2, Sql.table(table));
            Set<String> writers = new HashSet<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    writers.add(rows.getString(1));
                }
            }
            return writers;
        }
    }
}
