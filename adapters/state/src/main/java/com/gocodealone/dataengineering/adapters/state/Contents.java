package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.application.plugin.SchemaLog;
import com.gocodealone.dataengineering.application.plugin.StateFolder.Entry;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Everything in one file, an entry at a time. */
record Contents(SqliteFile file) {
    private static final String FACTS =
            "SELECT owner, key, value, changed_at FROM state ORDER BY owner, key";
    private static final String LETTERS =
            "SELECT " + SqliteDeadLetters.COLUMNS + " FROM dead_letters ORDER BY place";
    private static final String OWNERS = "SELECT DISTINCT owner FROM schema_version ORDER BY owner";

    void read(Consumer<Entry> reader) {
        file.look(
                handle -> {
                    handle.createQuery(FACTS).map((row, _) -> fact(row)).forEach(reader);
                    handle.createQuery(LETTERS).map((row, _) -> putAside(row)).forEach(reader);
                });
        List<String> owners =
                file.call(handle -> handle.createQuery(OWNERS).mapTo(String.class).list());
        owners.forEach(owner -> structures(owner, reader));
    }

    private static Entry fact(ResultSet row) throws SQLException {
        long at = row.getLong("changed_at");
        @Nullable Instant changedAt = row.wasNull() ? null : Instant.ofEpochMilli(at);
        return new Entry.Fact(
                row.getString("owner"), row.getString("key"), row.getString("value"), changedAt);
    }

    private static Entry putAside(ResultSet row) throws SQLException {
        return new Entry.PutAside(
                "source:" + row.getString("source_id"), SqliteDeadLetters.letter(row));
    }

    private void structures(String owner, Consumer<Entry> reader) {
        SchemaLog log = new SqliteSchemaLog(file, owner);
        for (TableId table : log.tables()) {
            log.versions(table).forEach(one -> reader.accept(new Entry.Structure(owner, one)));
        }
    }
}
