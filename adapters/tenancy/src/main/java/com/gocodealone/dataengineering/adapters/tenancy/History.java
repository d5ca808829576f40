package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.migration.Applied;
import com.gocodealone.dataengineering.domain.migration.Script;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Flyway's history table, as Flyway makes, locks and reads it. Immutable. */
final class History {
    static final String TABLE = "flyway_schema_history";

    /** So many tables in one query are still planned fast and locked within the usual limits. */
    private static final int TABLES_IN_A_QUERY = 200;

    /** A statement has at most 65,535 parameters. */
    private static final int ROWS_IN_AN_INSERT = 1_000;

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
    void add(Handle handle, Identifier schema, List<Entry> entries, boolean success)
            throws SQLException {
        for (int from = 0; from < entries.size(); from += ROWS_IN_AN_INSERT) {
            int to = Math.min(from + ROWS_IN_AN_INSERT, entries.size());
            insert(handle, schema, entries.subList(from, to), success);
        }
    }

    private void insert(Handle handle, Identifier schema, List<Entry> entries, boolean success)
            throws SQLException {
        String row = "(?, ?, ?, 'SQL', ?, ?, %s, ?, ?)".formatted(dialect.login());
        List<@Nullable Object> values = new ArrayList<>();
        for (Entry entry : entries) {
            Script script = entry.script();
            values.add(entry.rank());
            values.add(versionOf(script));
            values.add(script.description());
            values.add(script.name());
            values.add(entry.checksum());
            values.add(entry.millis());
            values.add(success);
        }
        Database.run(
                handle,
                "INSERT INTO %s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES %s"
                        .formatted(
                                table(schema),
                                String.join(", ", Collections.nCopies(entries.size(), row))),
                values);
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
