package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Says at once what would keep a snapshot on demand from reading its rows. Thread-safe. */
final class SnapshotCheck {
    private final Database database;
    private final PostgresOptions options;

    SnapshotCheck(Database database, PostgresOptions options) {
        this.database = database;
        this.options = options;
    }

    /**
     * @throws Failure INVALID that says everything that is wrong with {@code request}
     */
    void check(SnapshotRequest request) {
        EngineSettings.checkRowsOnDemand(options.debezium());
        Problems problems = new Problems();
        if (request.tables().isEmpty()) {
            problems.add("tables: name at least one table");
        }
        try (Connection connection = database.open(Database.Purpose.CHECK);
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");
            for (TableId table : request.tables()) {
                String problem = problem(connection, table, request.condition());
                if (problem != null) {
                    problems.add(problem);
                }
            }
        } catch (SQLException e) {
            String said = database.dsn().redact(Refusals.message(e));
            throw Refusals.unavailable("the tables could not be checked: " + said, e);
        }
        problems.throwIfAny();
    }

    private static @Nullable String problem(
            Connection connection, TableId table, @Nullable String condition) throws SQLException {
        String obstacle = Tables.obstacle(connection, table);
        if (obstacle != null) {
            return "tables: %s %s".formatted(table, obstacle);
        }
        Structure structure = Structure.of(connection, table);
        if (structure == null) {
            return "tables: %s is not in the database".formatted(table);
        }
        if (structure.identity().key().isEmpty()) {
            return ("tables: %s has no primary key, so its rows cannot be read piece by piece while"
                            + " changes go on: ALTER TABLE %s ADD PRIMARY KEY (…);")
                    .formatted(table, Sql.table(table));
        }
        return refusal(connection, structure, condition);
    }

    private static @Nullable String refusal(
            Connection connection, Structure structure, @Nullable String condition)
            throws SQLException {
        TableRead read = TableRead.wish("check", structure.table(), condition);
        String sql = new ChunkQuery(structure, Set.of(), read).sql(connection, 0);
        if (!ChunkQuery.isOneStatement(sql)) {
            return "condition: \"%s\" is more than one statement".formatted(condition);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return null;
        } catch (SQLException e) {
            String said = Refusals.message(e);
            return condition == null
                    ? "tables: %s cannot be read: %s".formatted(structure.table(), said)
                    : "tables: %s cannot be read with condition \"%s\": %s"
                            .formatted(structure.table(), condition, said);
        }
    }
}
