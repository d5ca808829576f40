package com.gocodealone.dataengineering.adapters.state;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.application.plugin.SchemaLog;
import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;
import java.util.Map;

/**
 * One SQLite file in WAL mode. A write is on the disk when it returns (synchronous FULL), so it
 * survives a crash of the process and of the machine. Two processes may have it open: an update of
 * the plugin starts the new one before the old one has ended. Thread-safe.
 */
final class SqliteStores implements StateStores {
    private static final int SCHEMA_VERSION = 1;
    private static final int BUSY_MILLIS = 10_000;

    private final HikariDataSource pool;
    private final SqliteFile file;

    private SqliteStores(HikariDataSource pool, Path file) {
        this.pool = pool;
        this.file = new SqliteFile(Jdbi.create(pool), file);
    }

    static SqliteStores open(Path file) {
        SqliteStores stores = new SqliteStores(pool(file), file);
        try {
            stores.file.jdbi().useTransaction(stores::prepare);
            return stores;
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    /** SQLite has one writer at a time, so one connection is all that helps. */
    private static HikariDataSource pool(Path file) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        sqlite.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl("jdbc:sqlite:" + file);
        HikariConfig config = new HikariConfig();
        config.setPoolName("state");
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(BUSY_MILLIS);
        return new HikariDataSource(config);
    }

    private void prepare(Handle handle) {
        int version = handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
        if (version > SCHEMA_VERSION) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "the state in %s was written by a newer version of this plugin (%d, this one knows %d)"
                            .formatted(file.path(), version, SCHEMA_VERSION));
        }
        handle.execute(
                "CREATE TABLE IF NOT EXISTS state (owner TEXT NOT NULL, key TEXT NOT NULL,"
                        + " value TEXT NOT NULL, changed_at INTEGER, PRIMARY KEY (owner, key))"
                        + " WITHOUT ROWID");
        noteChanges(handle);
        SqliteSchemaLog.prepare(handle);
        SqliteDeadLetters.prepare(handle);
        handle.execute("PRAGMA user_version = " + SCHEMA_VERSION);
    }

    /** The first versions did not; they go on with this table too. */
    private static void noteChanges(Handle handle) {
        long noted =
                handle.createQuery(
                                "SELECT count(*) FROM pragma_table_info('state') WHERE name ="
                                        + " 'changed_at'")
                        .mapTo(Long.class)
                        .one();
        if (noted == 0) {
            handle.execute("ALTER TABLE state ADD COLUMN changed_at INTEGER");
        }
    }

    SqliteFile file() {
        return file;
    }

    @Override
    public StateStore of(String owner) {
        return new Store(owner);
    }

    @Override
    public SchemaLog schemas(String owner) {
        return new SqliteSchemaLog(file, owner);
    }

    @Override
    public DeadLetters deadLetters() {
        return new SqliteDeadLetters(file);
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class Store implements StateStore {
        private final String owner;

        Store(String owner) {
            this.owner = owner;
        }

        @Override
        public @Nullable String get(String key) {
            return file.call(handle -> read(handle, key));
        }

        private @Nullable String read(Handle handle, String key) {
            return handle.createQuery("SELECT value FROM state WHERE owner = :owner AND key = :key")
                    .bind("owner", owner)
                    .bind("key", key)
                    .mapTo(String.class)
                    .findOne()
                    .orElse(null);
        }

        @Override
        public void put(Map<String, String> entries) {
            file.change(handle -> write(handle, entries));
        }

        private void write(Handle handle, Map<String, String> entries) {
            PreparedBatch batch =
                    handle.prepareBatch(
                            "INSERT INTO state (owner, key, value, changed_at)"
                                    + " VALUES (:owner, :key, :value, :at) ON CONFLICT (owner, key)"
                                    + " DO UPDATE SET value = excluded.value,"
                                    + " changed_at = excluded.changed_at");
            long at = System.currentTimeMillis();
            entries.forEach(
                    (key, value) ->
                            batch.bind("owner", owner)
                                    .bind("key", key)
                                    .bind("value", value)
                                    .bind("at", at)
                                    .add());
            batch.execute();
        }

        @Override
        public void remove(String key) {
            file.change(
                    handle ->
                            handle.execute(
                                    "DELETE FROM state WHERE owner = ? AND key = ?", owner, key));
        }
    }
}
