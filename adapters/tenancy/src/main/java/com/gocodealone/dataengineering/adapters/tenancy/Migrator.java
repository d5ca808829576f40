package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Applied;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.migration.Script;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Migrates one place: gives it all scripts that it lacks, with their entries in the history.
 * Immutable.
 */
record Migrator(Dialect dialect, MigrationOrder order) {
    /** What {@code place} lacks, in whose database the transaction is. */
    Plan plan(Handle handle, Placement place) {
        Identifier schema = dialect.historySchema(handle, place);
        return plan(new History(dialect).read(handle, schema), in(schema, known(handle)));
    }

    /** What each of the schemas lacks, by the same keys. */
    Map<String, Plan> plans(Handle handle, Map<String, Identifier> schemas) {
        Map<String, List<Applied>> histories =
                new History(dialect).all(handle, List.copyOf(schemas.values()));
        Map<String, String> known = known(handle);
        Map<String, Plan> plans = new HashMap<>();
        schemas.forEach(
                (id, schema) ->
                        plans.put(
                                id,
                                plan(
                                        histories.getOrDefault(schema.name(), List.of()),
                                        in(schema, known))));
        return plans;
    }

    private Plan plan(List<Applied> history, Map<String, String> placeholders) {
        return Plan.of(order.scripts(), history, order.target(), placeholders);
    }

    /** Migrates {@code place}, in whose database the transaction is; answers what was run. */
    Plan migrate(Handle handle, Placement place) throws SQLException {
        Database.run(handle, dialect.timeouts(order.lockTimeout(), order.statementTimeout()));
        Identifier schema = dialect.historySchema(handle, place);
        History histories = new History(dialect);
        histories.lock(handle, schema);
        List<Applied> there = histories.all(handle, List.of(schema)).get(schema.name());
        List<Applied> history = there == null ? List.of() : there;
        Map<String, String> placeholders = in(schema, known(handle));
        Plan plan = plan(history, placeholders);
        if (!plan.problems().isEmpty()) {
            throw new Failure(Failure.Kind.CONFLICT, String.join("; ", plan.problems()));
        }
        if (there == null && !plan.pending().isEmpty()) {
            histories.create(handle, schema);
        }
        int last = history.stream().mapToInt(Applied::rank).max().orElse(0);
        List<ScriptRunner.Step> steps = steps(plan, last, placeholders);
        dialect.scripts().run(handle, new ScriptRunner.Work(place, schema, steps));
        dialect.leave(handle);
        return plan;
    }

    private static List<ScriptRunner.Step> steps(
            Plan plan, int lastRank, Map<String, String> placeholders) {
        List<ScriptRunner.Step> steps = new ArrayList<>();
        for (Script script : plan.pending()) {
            int rank = lastRank + steps.size() + 1;
            steps.add(
                    new ScriptRunner.Step(
                            new History.Entry(rank, script, script.checksum(placeholders), 0),
                            script.sql(placeholders)));
        }
        return steps;
    }

    /** The user's values, and those that Flyway itself would give in every schema. */
    private Map<String, String> known(Handle handle) {
        Map<String, String> values = new HashMap<>();
        values.put("flyway:table", "flyway_schema_history");
        if (order.scripts().mention("flyway:")) {
            values.putAll(facts(handle));
        }
        values.putAll(order.placeholders());
        return values;
    }

    private Map<String, String> facts(Handle handle) {
        return handle.select(
                        "SELECT %s AS db, %s AS name"
                                .formatted(dialect.currentDatabase(), dialect.login()))
                .map(
                        (row, context) ->
                                Map.of(
                                        "flyway:database", row.getString("db"),
                                        "flyway:user", row.getString("name")))
                .one();
    }

    private static Map<String, String> in(Identifier schema, Map<String, String> known) {
        Map<String, String> values = new HashMap<>(known);
        values.put("flyway:defaultSchema", schema.name());
        return values;
    }
}
