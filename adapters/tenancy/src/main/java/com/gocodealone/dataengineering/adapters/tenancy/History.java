package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.migration.Applied;
import com.gocodealone.dataengineering.domain.migration.Script;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Statement;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Flyway's history table, as Flyway makes, locks and reads it. Stateless. */
final class History {
    private static final String TABLE = "flyway_schema_history";
    private static final long FLYWAYS_LOCK = 77_431_708_279_161L;

    /** So many tables in one query are still planned fast and locked within the usual limits. */
    private static final int TABLES_IN_A_QUERY = 200;

    private static final String COLUMNS =
            "installed_rank, version, description, type, script, checksum, success";

    private History() {}

    static String table(Identifier schema) {
        return schema + "." + new Identifier(TABLE);
    }

    /**
     * Waits until nobody else migrates the schema, a Flyway included; until the transaction ends.
     */
    static void lock(Handle handle, Identifier schema) throws SQLException {
        Database.run(
                handle,
                Statement.of(
                        "SELECT pg_advisory_xact_lock(?)",
                        FLYWAYS_LOCK + table(schema).hashCode()));
    }

    private static List<Identifier> among(Handle handle, List<Identifier> schemas) {
        return handle.createQuery(
                        "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid ="
                                + " c.relnamespace WHERE c.relname = :table AND n.nspname ="
                                + " ANY(:schemas)")
                .bind("table", TABLE)
                .bindArray("schemas", String.class, schemas.stream().map(Identifier::name).toList())
                .mapTo(String.class)
                .map(Identifier::new)
                .list();
    }

    static void create(Handle handle, Identifier schema) throws SQLException {
        Database.run(
                handle,
                Statement.of(
                        """
                        CREATE TABLE %1$s (
                            installed_rank integer NOT NULL CONSTRAINT flyway_schema_history_pk PRIMARY KEY,
                            version varchar(50),
                            description varchar(200) NOT NULL,
                            type varchar(20) NOT NULL,
                            script varchar(1000) NOT NULL,
                            checksum integer,
                            installed_by varchar(100) NOT NULL,
                            installed_on timestamp NOT NULL DEFAULT now(),
                            execution_time integer NOT NULL,
                            success boolean NOT NULL);
                        CREATE INDEX flyway_schema_history_s_idx ON %1$s (success)\
                        """
                                .formatted(table(schema))));
    }

    static List<Applied> read(Handle handle, Identifier schema) {
        return all(handle, List.of(schema)).getOrDefault(schema.name(), List.of());
    }

    /** The histories of many schemas, in a few queries; a schema without one is left out. */
    static Map<String, List<Applied>> all(Handle handle, List<Identifier> schemas) {
        Map<String, List<Applied>> found = new HashMap<>();
        List<Identifier> there = among(handle, schemas);
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

    /** Notes what was run. */
    static void add(Handle handle, Identifier schema, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "INSERT INTO %s (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (:rank, :version, :description, 'SQL', :script, :checksum, session_user, :millis, true)"
                                .formatted(table(schema)));
        for (Entry entry : entries) {
            batch.bind("rank", entry.rank())
                    .bind("version", versionOf(entry.script()))
                    .bind("description", entry.script().description())
                    .bind("script", entry.script().name())
                    .bind("checksum", entry.checksum())
                    .bind("millis", entry.millis())
                    .add();
        }
        batch.execute();
    }

    private static @Nullable String versionOf(Script script) {
        return script.version() == null ? null : script.version().text();
    }

    /** What is noted of one script. */
    record Entry(int rank, Script script, int checksum, int millis) {}
}
