package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.MigrationOrder;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.migration.Applied;
import com.gocodealone.dataengineering.domain.migration.Plan;
import com.gocodealone.dataengineering.domain.migration.Script;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Migrates one place in one transaction: all scripts that it lacks, with their entries in the
 * history, or none. Immutable.
 */
record Migrator(MigrationOrder order) {
    /** What {@code place} lacks, in whose database the transaction is. */
    Plan plan(Handle handle, Placement place) {
        Identifier schema = schemaOf(handle, place);
        return plan(History.read(handle, schema), in(schema, known(handle)));
    }

    /** What each of the schemas lacks, by the same keys. */
    Map<String, Plan> plans(Handle handle, Map<String, Identifier> schemas) {
        Map<String, List<Applied>> histories = History.all(handle, List.copyOf(schemas.values()));
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
        Database.run(handle, timeouts());
        Identifier schema = schemaOf(handle, place);
        History.lock(handle, schema);
        List<Applied> there = History.all(handle, List.of(schema)).get(schema.name());
        List<Applied> history = there == null ? List.of() : there;
        Map<String, String> placeholders = in(schema, known(handle));
        Plan plan = plan(history, placeholders);
        if (!plan.problems().isEmpty()) {
            throw new Failure(Failure.Kind.CONFLICT, String.join("; ", plan.problems()));
        }
        if (there == null && !plan.pending().isEmpty()) {
            History.create(handle, schema);
        }
        int rank = history.stream().mapToInt(Applied::rank).max().orElse(0);
        List<History.Entry> entries = new ArrayList<>();
        for (Script script : plan.pending()) {
            int millis = run(handle, script, enter(place) + script.sql(placeholders));
            rank++;
            entries.add(new History.Entry(rank, script, script.checksum(placeholders), millis));
        }
        History.add(handle, schema, entries);
        Database.leave(handle);
        return plan;
    }

    private Statement timeouts() {
        return Statement.of(
                "SELECT set_config('lock_timeout', ?, true), set_config('statement_timeout', ?,"
                        + " true)",
                order.lockTimeout().toMillis() + "ms",
                order.statementTimeout().toMillis() + "ms");
    }

    /** A script may have set anything for itself; the next one finds what it expects. */
    private static String enter(Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> "SET LOCAL search_path TO %s; ".formatted(own.path());
            case Placement.OwnDatabase _, Placement.SharedRows _ ->
                    "SET LOCAL search_path TO DEFAULT; ";
        };
    }

    private static int run(Handle handle, Script script, String sql) throws SQLException {
        long begun = System.nanoTime();
        try (java.sql.Statement statement = handle.getConnection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException(
                    "%s: %s".formatted(script.name(), Refusals.message(e)), e.getSQLState(), e);
        }
        return (int) Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    /** Where the history of {@code place} is. */
    static Identifier schemaOf(Handle handle, Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> own.schema();
            case Placement.OwnDatabase _, Placement.SharedRows _ ->
                    new Identifier(
                            handle.select("SELECT coalesce(current_schema(), 'public')")
                                    .mapTo(String.class)
                                    .one());
        };
    }

    /** The user's values, and those that Flyway itself would give in every schema. */
    private Map<String, String> known(Handle handle) {
        Map<String, String> values = new HashMap<>();
        handle.select("SELECT current_database()::text AS db, session_user::text AS name")
                .map(
                        (row, context) ->
                                Map.of(
                                        "flyway:database", row.getString("db"),
                                        "flyway:user", row.getString("name")))
                .forEach(values::putAll);
        values.put("flyway:table", "flyway_schema_history");
        values.putAll(order.placeholders());
        return values;
    }

    private static Map<String, String> in(Identifier schema, Map<String, String> known) {
        Map<String, String> values = new HashMap<>(known);
        values.put("flyway:defaultSchema", schema.name());
        return values;
    }
}
