package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.application.tenancy.PoolState;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * One database and its pool: the place where statements run. What a transaction sets ends with the
 * transaction, so no connection carries anything of a tenant back into the pool. Thread-safe.
 */
final class Database implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final DatabaseUrl url;
    private final PoolLimits limits;
    private final HikariDataSource pool;
    private final Dialect dialect;
    private final Jdbi jdbi;

    Database(DatabaseUrl url, int connections, PoolLimits limits) {
        this.url = url;
        this.limits = limits;
        this.pool = pool(url, connections, limits);
        this.dialect = Dialect.of(url.server());
        this.jdbi = Jdbi.create(pool);
    }

    /** Opens no connection before one is wanted, and keeps none that nobody uses. */
    private static HikariDataSource pool(DatabaseUrl url, int connections, PoolLimits limits) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("tenancy-" + url.database());
        config.setDataSource(url.source());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(limits.connectionTimeout().toMillis());
        config.setInitializationFailTimeout(-1);
        // A pool that must ask for it is useless for good once that question is cut short
        // (HikariCP issue 1944).
        config.setTransactionIsolation(Dialect.of(url.server()).isolationLevel());
        return new HikariDataSource(config);
    }

    DatabaseUrl url() {
        return url;
    }

    /**
     * Connects once, past the pool, which would only say that it waited in vain.
     *
     * @throws Failure as the database refuses
     */
    void reach() {
        try (Connection connection = url.source().getConnection()) {
            connection.isValid(1);
        } catch (SQLException e) {
            throw Refusals.of(e, url);
        }
    }

    /** Runs {@code work} in one transaction. */
    <T> T transaction(HandleCallback<T, SQLException> work) {
        return with(handle -> transaction(handle, work));
    }

    /**
     * Runs {@code work} in one transaction. When it fails, the connection is given up: a statement
     * of a user, or a COPY that was cut short, may have left something behind in its session.
     */
    <T> T foreign(HandleCallback<T, SQLException> work) {
        return with(
                handle -> {
                    boolean clean = false;
                    try {
                        T result = transaction(handle, work);
                        clean = dialect.renew(handle.getConnection(), url);
                        return result;
                    } finally {
                        if (!clean) {
                            pool.evictConnection(handle.getConnection());
                        }
                    }
                });
    }

    private <T> T transaction(Handle handle, HandleCallback<T, SQLException> work)
            throws SQLException {
        return handle.inTransaction(
                open -> {
                    run(open, dialect.lockTimeout(limits.lockTimeout()));
                    return work.withHandle(open);
                });
    }

    private <T> T with(HandleCallback<T, SQLException> work) {
        try {
            return jdbi.withHandle(work);
        } catch (SQLException | JdbiException e) {
            throw Refusals.of(e, url);
        }
    }

    /** Runs {@code work} in a transaction that changes nothing in the end. */
    void rehearsal(HandleConsumer<SQLException> work) {
        transaction(
                handle -> {
                    work.useHandle(handle);
                    handle.rollback();
                    return true;
                });
    }

    /** Runs a statement that cannot be part of a transaction, such as CREATE DATABASE. */
    void alone(Statement statement) {
        with(
                handle -> {
                    run(handle, dialect.lockTimeout(limits.lockTimeout()));
                    run(handle, statement);
                    return true;
                });
    }

    static void run(Handle handle, Statement statement) throws SQLException {
        run(handle, statement.sql(), statement.parameters());
    }

    static void run(Handle handle, String sql, List<? extends @Nullable Object> parameters)
            throws SQLException {
        try (PreparedStatement prepared = handle.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                prepared.setObject(i + 1, parameters.get(i));
            }
            prepared.execute();
        }
    }

    static void run(Handle handle, Iterable<Statement> statements) throws SQLException {
        for (Statement statement : statements) {
            run(handle, statement);
        }
    }

    PoolState state() {
        HikariPoolMXBean bean = pool.getHikariPoolMXBean();
        return new PoolState(
                url.database(),
                bean == null ? 0 : bean.getActiveConnections(),
                bean == null ? 0 : bean.getIdleConnections(),
                bean == null ? 0 : bean.getThreadsAwaitingConnection(),
                pool.getMaximumPoolSize());
    }

    @Override
    public void close() {
        pool.close();
    }
}
