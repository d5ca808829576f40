package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.migration.Applied;
import com.gocodealone.dataengineering.domain.migration.Script;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Flyway's history table, as Flyway makes, locks and reads it. Immutable. */
final class History {
    static final String TABLE = "flyway_schema_history";

    /** So many tables in one query are still planned fast and locked within the usual limits. */
    private static final int TABLES_IN_A_QUERY = 200;

    private static final String COLUMNS =
            "installed_rank, version, description, type, script, checksum, success";

    private final Dialect dialect;

    History(Dialect dialect) {
        this.dialect = dialect;
    }

    static TableName table(Identifier schema) {
        return new TableName(schema, schema.sibling(TABLE));
    }

    void lock(Handle handle, Identifier schema) throws SQLException {
        dialect.lockHistory(handle, table(schema));
    }

    void create(Handle handle, Identifier schema) throws SQLException {
        dialect.createHistory(handle, table(schema));
    }

    List<Applied> read(Handle handle, Identifier schema) {
        return all(handle, List.of(schema)).getOrDefault(schema.name(), List.of());
    }

    /** The histories of many schemas, in a few queries; a schema without one is left out. */
    Map<String, List<Applied>> all(Handle handle, List<Identifier> schemas) {
        Map<String, List<Applied>> found = new HashMap<>();
        List<Identifier> there = dialect.having(handle, schemas, TABLE);
        for (int from = 0; from < there.size(); from += TABLES_IN_A_QUERY) {
            int to = Math.min(from + TABLES_IN_A_QUERY, there.size());
            readSome(handle, there.subList(from, to), found);
        }
        return found;
    }

    private static void readSome(
            Handle handle, List<Identifier> schemas, Map<String, List<Applied>> found) {
        String query =
                schemas.stream()
                        .map(
                                schema ->
                                        "SELECT '%s' AS place, %s FROM %s"
                                                .formatted(literal(schema), COLUMNS, table(schema)))
                        .collect(Collectors.joining(" UNION ALL "));
        schemas.forEach(schema -> found.put(schema.name(), new ArrayList<>()));
        handle.createQuery(query + " ORDER BY place, installed_rank")
                .map((row, context) -> Map.entry(row.getString("place"), applied(row)))
                .forEach(
                        row ->
                                found.computeIfAbsent(row.getKey(), name -> new ArrayList<>())
                                        .add(row.getValue()));
    }

    private static String literal(Identifier schema) {
        return schema.name().replace("'", "''");
    }

    private static Applied applied(ResultSet row) throws SQLException {
        int checksum = row.getInt("checksum");
        Integer known = row.wasNull() ? null : checksum;
        return new Applied(
                row.getInt("installed_rank"),
                row.getString("version"),
                row.getString("description"),
                row.getString("type"),
                row.getString("script"),
                known,
                row.getBoolean("success"));
    }

    /** Notes what was run; with {@code success} false, that it was begun. */
    void add(Handle handle, Identifier schema, List<Entry> entries, boolean success) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "INSERT INTO %s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (:rank, :version, :description, 'SQL', :script, :checksum, %s, :millis, :success)"
                                .formatted(table(schema), dialect.login()));
        for (Entry entry : entries) {
            batch.bind("rank", entry.rank())
                    .bind("version", versionOf(entry.script()))
                    .bind("description", entry.script().description())
                    .bind("script", entry.script().name())
                    .bind("checksum", entry.checksum())
                    .bind("millis", entry.millis())
                    .bind("success", success)
                    .add();
        }
        batch.execute();
    }

    /** What was begun is done. */
    void finish(Handle handle, Identifier schema, Entry entry) {
        handle.execute(
                "UPDATE %s SET success = true, execution_time = ? WHERE installed_rank = ?"
                        .formatted(table(schema)),
                entry.millis(),
                entry.rank());
    }

    /** What was begun has changed nothing. */
    void forget(Handle handle, Identifier schema, Entry entry) {
        handle.execute(
                "DELETE FROM %s WHERE installed_rank = ? AND NOT success".formatted(table(schema)),
                entry.rank());
    }

    private static @Nullable String versionOf(Script script) {
        return script.version() == null ? null : script.version().text();
    }

    /** What is noted of one script. */
    record Entry(int rank, Script script, int checksum, int millis) {
        Entry after(Duration time) {
            return new Entry(rank, script, checksum, (int) time.toMillis());
        }
    }
}
