package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.application.plugin.SchemaLog;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion.Column;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** One owner's structures: a row for each version and one for each of its columns. Thread-safe. */
final class SqliteSchemaLog implements SchemaLog {
    private static final String VERSIONS =
            """
            CREATE TABLE IF NOT EXISTS schema_version (
                id INTEGER PRIMARY KEY,
                owner TEXT NOT NULL, table_schema TEXT NOT NULL, table_name TEXT NOT NULL,
                number INTEGER NOT NULL, position TEXT NOT NULL, at TEXT NOT NULL, ddl TEXT,
                UNIQUE (owner, table_schema, table_name, number))
            """;
    private static final String COLUMNS =
            """
            CREATE TABLE IF NOT EXISTS schema_column (
                version_id INTEGER NOT NULL REFERENCES schema_version (id), ordinal INTEGER NOT NULL,
                name TEXT NOT NULL, type TEXT NOT NULL, nullable INTEGER, number INTEGER,
                key_ordinal INTEGER, PRIMARY KEY (version_id, ordinal)) WITHOUT ROWID
            """;
    private static final String INSERT_VERSION =
            """
            INSERT INTO schema_version (owner, table_schema, table_name, number, position, at, ddl)
            SELECT :owner, :schema, :name, coalesce(max(number), 0) + 1, :position, :at, :ddl
            FROM schema_version
            WHERE owner = :owner AND table_schema = :schema AND table_name = :name
            """;
    private static final String INSERT_COLUMN =
            """
            INSERT INTO schema_column
                (version_id, ordinal, name, type, nullable, number, key_ordinal)
            VALUES (:version, :ordinal, :name, :type, :nullable, :number, :key)
            """;
    private static final String SURPLUS =
            """
            SELECT id FROM schema_version
            WHERE owner = :owner AND table_schema = :schema AND table_name = :name
            ORDER BY number DESC LIMIT -1 OFFSET :most
            """;
    private static final String READ_VERSIONS =
            """
            SELECT id, number, position, at, ddl FROM schema_version
            WHERE owner = :owner AND table_schema = :schema AND table_name = :name ORDER BY number
            """;
    private static final String READ_COLUMNS =
            """
            SELECT name, type, nullable, number FROM schema_column
            WHERE version_id = :version ORDER BY ordinal
            """;
    private static final String READ_KEY =
            """
            SELECT name FROM schema_column
            WHERE version_id = :version AND key_ordinal IS NOT NULL ORDER BY key_ordinal
            """;

    private final SqliteFile file;
    private final String owner;

    SqliteSchemaLog(SqliteFile file, String owner) {
        this.file = file;
        this.owner = owner;
    }

    static void prepare(Handle handle) {
        handle.execute(VERSIONS);
        handle.execute(COLUMNS);
    }

    @Override
    public void append(List<SchemaVersion> versions, int most) {
        file.change(
                handle -> {
                    for (SchemaVersion version : versions) {
                        insert(handle, version);
                        forget(handle, version.table(), most);
                    }
                });
    }

    private void insert(Handle handle, SchemaVersion version) {
        long id =
                handle.createUpdate(INSERT_VERSION)
                        .bind("owner", owner)
                        .bind("schema", version.table().schema())
                        .bind("name", version.table().name())
                        .bind("position", version.position().text())
                        .bind("at", version.at().toString())
                        .bind("ddl", version.ddl())
                        .executeAndReturnGeneratedKeys("id")
                        .mapTo(Long.class)
                        .one();
        if (version.columns().isEmpty()) {
            return;
        }
        PreparedBatch columns = handle.prepareBatch(INSERT_COLUMN);
        for (int i = 0; i < version.columns().size(); i++) {
            Column column = version.columns().get(i);
            int key = version.key().indexOf(column.name());
            columns.bind("version", id)
                    .bind("ordinal", i)
                    .bind("name", column.name())
                    .bind("type", column.type())
                    .bind("nullable", column.nullable())
                    .bind("number", column.number())
                    .bind("key", key < 0 ? null : (Integer) key)
                    .add();
        }
        columns.execute();
    }

    private void forget(Handle handle, TableId table, int most) {
        List<Long> surplus =
                handle.createQuery(SURPLUS)
                        .bind("owner", owner)
                        .bind("schema", table.schema())
                        .bind("name", table.name())
                        .bind("most", most)
                        .mapTo(Long.class)
                        .list();
        for (Long id : surplus) {
            handle.execute("DELETE FROM schema_column WHERE version_id = ?", id);
            handle.execute("DELETE FROM schema_version WHERE id = ?", id);
        }
    }

    @Override
    public List<Entry> versions(TableId table) {
        return file.call(handle -> read(handle, table));
    }

    private List<Entry> read(Handle handle, TableId table) {
        return handle.createQuery(READ_VERSIONS)
                .bind("owner", owner)
                .bind("schema", table.schema())
                .bind("name", table.name())
                .map((row, context) -> entry(handle, table, row))
                .list();
    }

    private static Entry entry(Handle handle, TableId table, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        List<Column> columns =
                handle.createQuery(READ_COLUMNS)
                        .bind("version", id)
                        .map((one, context) -> column(one))
                        .list();
        List<String> key =
                handle.createQuery(READ_KEY).bind("version", id).mapTo(String.class).list();
        SchemaVersion version =
                new SchemaVersion(
                        table,
                        new Position(row.getString("position")),
                        Instant.parse(row.getString("at")),
                        columns,
                        key,
                        row.getString("ddl"));
        return new Entry(row.getLong("number"), version);
    }

    private static Column column(ResultSet row) throws SQLException {
        Object nullable = row.getObject("nullable");
        Object number = row.getObject("number");
        return new Column(
                row.getString("name"),
                row.getString("type"),
                nullable == null ? null : (Boolean) row.getBoolean("nullable"),
                number == null ? null : (Integer) row.getInt("number"));
    }

    @Override
    public List<TableId> tables() {
        return file.call(
                handle ->
                        handle.createQuery(
                                        "SELECT DISTINCT table_schema, table_name FROM"
                                                + " schema_version WHERE owner = :owner ORDER BY 1,"
                                                + " 2")
                                .bind("owner", owner)
                                .map(
                                        (row, context) ->
                                                new TableId(row.getString(1), row.getString(2)))
                                .list());
    }
}
