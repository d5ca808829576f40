package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The dead letters, in a table of their own; a letter keeps its first place. Thread-safe. */
final class SqliteDeadLetters implements DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDeadLetters.class);

    /** So many are no accident any more; said again whenever there are twice as many. */
    private static final long MANY = 1000;

    static final String COLUMNS =
            "event_id, source_id, workflow, table_name, action, at, attempts, reason, event";

    /** What is not given fits everything. */
    private static final String FITS =
            " FROM dead_letters WHERE (:source IS NULL OR source_id = :source)"
                    + " AND (:workflow IS NULL OR workflow = :workflow)"
                    + " AND (:table IS NULL OR table_name = :table)"
                    + " AND (:since IS NULL OR at >= :since)";

    private final SqliteFile file;

    SqliteDeadLetters(SqliteFile file) {
        this.file = file;
    }

    static void prepare(Handle handle) {
        handle.execute(
                "CREATE TABLE IF NOT EXISTS dead_letters (place INTEGER PRIMARY KEY AUTOINCREMENT,"
                    + " event_id TEXT NOT NULL, source_id TEXT NOT NULL, workflow TEXT NOT NULL,"
                    + " table_name TEXT NOT NULL, action TEXT NOT NULL, at INTEGER NOT NULL,"
                    + " attempts INTEGER NOT NULL, reason TEXT NOT NULL, event TEXT NOT NULL,"
                    + " UNIQUE (event_id, workflow))");
        handle.execute(
                "CREATE INDEX IF NOT EXISTS dead_letters_size"
                        + " ON dead_letters (workflow, octet_length(event))");
    }

    @Override
    public void put(Letter letter) {
        long count = file.call(handle -> write(handle, letter));
        if (count >= MANY && Long.bitCount(count / MANY) == 1 && count % MANY == 0) {
            LOG.warn(
                    "{} dead letters are kept; see step.cdc_dead_letters to replay or drop them",
                    count);
        }
    }

    private static long write(Handle handle, Letter letter) {
        handle.createUpdate(
                        "INSERT INTO dead_letters ("
                                + COLUMNS
                                + ") VALUES (:event_id, :source, :workflow, :table, :action, :at,"
                                + " :attempts, :reason, :event) ON CONFLICT (event_id, workflow)"
                                + " DO UPDATE SET action = excluded.action, at = excluded.at,"
                                + " attempts = excluded.attempts, reason = excluded.reason,"
                                + " event = excluded.event")
                .bind("event_id", letter.eventId())
                .bind("source", letter.sourceId())
                .bind("workflow", letter.workflow())
                .bind("table", letter.table())
                .bind("action", letter.action())
                .bind("at", letter.at().toEpochMilli())
                .bind("attempts", letter.attempts())
                .bind("reason", letter.reason())
                .bind("event", letter.event())
                .execute();
        return handle.createQuery("SELECT count(*) FROM dead_letters").mapTo(Long.class).one();
    }

    @Override
    public List<Letter> find(Filter filter, int limit) {
        return file.call(
                handle ->
                        query(handle, "SELECT " + COLUMNS, filter, " ORDER BY place LIMIT :limit")
                                .bind("limit", limit)
                                .map((row, context) -> letter(row))
                                .list());
    }

    @Override
    public long count(Filter filter) {
        return file.call(
                handle -> query(handle, "SELECT count(*)", filter, "").mapTo(Long.class).one());
    }

    @Override
    public Size size(String workflow) {
        return file.call(
                handle ->
                        handle.createQuery(
                                        "SELECT count(*), coalesce(sum(octet_length(event)), 0)"
                                                + " FROM dead_letters WHERE workflow = :workflow")
                                .bind("workflow", workflow)
                                .map((row, context) -> new Size(row.getLong(1), row.getLong(2)))
                                .one());
    }

    private static Query query(Handle handle, String what, Filter filter, String end) {
        List<String> ids = filter.eventIds();
        String among = ids.isEmpty() ? "" : " AND event_id IN (<ids>)";
        Query query =
                handle.createQuery(what + FITS + among + end)
                        .bind("source", filter.sourceId())
                        .bind("workflow", filter.workflow())
                        .bind("table", filter.table())
                        .bind("since", millis(filter.since()));
        return ids.isEmpty() ? query : query.bindList("ids", ids);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getString("event_id"),
                row.getString("source_id"),
                row.getString("workflow"),
                row.getString("table_name"),
                row.getString("action"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getInt("attempts"),
                row.getString("reason"),
                row.getString("event"));
    }

    @Override
    public void remove(List<Letter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        file.call(
                handle -> {
                    PreparedBatch batch =
                            handle.prepareBatch(
                                    "DELETE FROM dead_letters WHERE event_id = ? AND workflow = ?");
                    letters.forEach(one -> batch.add(one.eventId(), one.workflow()));
                    return batch.execute();
                });
    }
}
