package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.TableRead;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Says at once what would keep a snapshot on demand from reading its rows. Thread-safe. */
final class SnapshotCheck {
    private final Plan plan;

    SnapshotCheck(Plan plan) {
        this.plan = plan;
    }

    /**
     * @throws Failure INVALID that says everything that is wrong with {@code request}
     */
    void check(SnapshotRequest request) {
        EngineSettings.checkRowsOnDemand(plan.options().debezium());
        Database database = plan.database();
        Problems problems = new Problems();
        if (request.tables().isEmpty()) {
            problems.add("tables: name at least one table");
        }
        try (Connection connection = OnDemandTables.open(database)) {
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

    private @Nullable String problem(
            Connection connection, TableId table, @Nullable String condition) throws SQLException {
        Structure structure = Structure.of(connection, table);
        if (structure == null) {
            return unknown(connection, table);
        }
        String obstacle = structure.obstacle();
        if (obstacle != null) {
            return "tables: %s %s".formatted(table, obstacle);
        }
        return plan.scan().chooses(table)
                ? refusal(connection, structure, condition)
                : "tables: %s is not among the tables that the source follows; add it to these"
                        .formatted(table);
    }

    private String unknown(Connection connection, TableId table) throws SQLException {
        List<String> names =
                Tables.of(connection).chosenBy(plan.scan()).stream()
                        .map(one -> one.id().toString())
                        .toList();
        String hint =
                Nearest.to(table.toString(), names)
                        .map(" (did you mean %s?)"::formatted)
                        .orElse("");
        return "tables: there is no table %s that this user may see%s".formatted(table, hint);
    }

    private static @Nullable String refusal(
            Connection connection, Structure structure, @Nullable String condition) {
        TableRead read = TableRead.wish("check", structure.table(), condition);
        ChunkQuery query = new ChunkQuery(structure, read);
        try (Statement statement = connection.createStatement()) {
            if (condition != null) {
                statement.executeQuery(query.check()).close();
            }
            statement.executeQuery(query.sql(0)).close();
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
