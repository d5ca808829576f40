package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

/** MySQL and MariaDB. Stateless. */
final class MySqlDialect implements Dialect {
    /**
     * Statements are prepared by the server, which refuses two in one; migrations alone may be
     * several. A number stays a number, and a file of this machine is nobody's business there.
     */
    private static final String OPTIONS =
            "useServerPrepStmts=true&cachePrepStmts=false&allowMultiQueries=true"
                    + "&useResetConnection=true&tinyInt1isBit=false&yearIsDateType=false"
                    + "&allowLocalInfile=false";

    @Override
    public DataSource source(DatabaseUrl url) {
        try {
            MariaDbDataSource source =
                    new MariaDbDataSource(
                            "jdbc:mariadb://%s/%s?connectTimeout=%d&%s&%s"
                                    .formatted(
                                            url.servers(),
                                            url.database(),
                                            Duration.ofSeconds(DatabaseUrl.CONNECT_SECONDS)
                                                    .toMillis(),
                                            url.parameters(),
                                            OPTIONS));
            source.setUser(url.user());
            source.setPassword(url.password());
            return source;
        } catch (SQLException e) {
            throw Refusals.of(e, url);
        }
    }

    @Override
    public String isolationLevel() {
        return "TRANSACTION_REPEATABLE_READ";
    }

    @Override
    public Statement lockTimeout(Duration patience) {
        return Statement.of("SET " + locks(patience));
    }

    @Override
    public Statement statementTimeout(Duration limit) {
        return Statement.of("SET lock_wait_timeout = @@lock_wait_timeout" + limit(limit));
    }

    @Override
    public Statement timeouts(Duration patience, Duration limit) {
        return Statement.of("SET " + locks(patience) + limit(limit));
    }

    /** The server counts in seconds. */
    private static String locks(Duration patience) {
        long seconds = Math.max(1, patience.plusMillis(999).toSeconds());
        return "lock_wait_timeout = %1$d, innodb_lock_wait_timeout = %1$d".formatted(seconds);
    }

    /** Each of the two servers reads the comment that is meant for it. */
    private static String limit(Duration limit) {
        return " /*M!100100 , max_statement_time = %s */ /*!50708 , max_execution_time = %d */"
                .formatted(
                        BigDecimal.valueOf(limit.toMillis(), 3).toPlainString(), limit.toMillis());
    }

    @Override
    public Statement readOnly() {
        return Statement.of("START TRANSACTION READ ONLY");
    }

    /** The session is made new after the transaction. */
    @Override
    public void leave(Handle handle) {}

    /** MySQL's own way of doing it loses the character set, and any loses what the URL has set. */
    @Override
    public boolean renew(Connection connection, DatabaseUrl url) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("MariaDB")
                || url.parameters().contains("sessionVariables")) {
            return false;
        }
        var session = connection.unwrap(org.mariadb.jdbc.Connection.class);
        session.reset();
        if (!url.database().isEmpty()) {
            session.setCatalog(url.database());
        }
        return true;
    }

    /** Nothing: the database of a tenant is the same with each strategy. */
    @Override
    public List<Statement> holdStill(String tenantId) {
        return List.of();
    }

    @Override
    public List<Statement> keepOut(String tenantId) {
        return List.of();
    }

    @Override
    public boolean isThere(Handle handle, Placement place) {
        return MySqlCatalog.isThere(handle, MySqlCatalog.databaseOf(place));
    }

    @Override
    public boolean isThere(Handle handle, TableName table) {
        return !having(handle, List.of(table.schema()), table.table().name()).isEmpty();
    }

    @Override
    public List<String> outsideUsersOf(Handle handle, Placement place) {
        return MySqlCatalog.outsideUsersOf(handle, MySqlCatalog.databaseOf(place));
    }

    @Override
    public List<Inventory.Found> tables(Handle handle, Placement place) {
        return MySqlCatalog.tables(handle, MySqlCatalog.databaseOf(place));
    }

    @Override
    public void copy(Handle handle, TableName table, OutputStream out)
            throws SQLException, IOException {
        MySqlCsv.write(handle.getConnection(), table, out);
    }

    @Override
    public void createRegistry(Handle handle, TableName table) throws SQLException {
        if (!MySqlCatalog.isThere(handle, table.schema())) {
            Database.run(handle, Statement.of("CREATE DATABASE IF NOT EXISTS " + table.schema()));
        }
        Database.run(
                handle,
                Statement.of(
                        """
                        CREATE TABLE IF NOT EXISTS %s (
                            tenant_key varchar(255) NOT NULL PRIMARY KEY,
                            tenant_id varchar(255) NOT NULL,
                            strategy varchar(255) NOT NULL,
                            place varchar(255) NOT NULL,
                            state varchar(20) NOT NULL,
                            version varchar(50),
                            created_at datetime(6) NOT NULL,
                            changed_at datetime(6) NOT NULL,
                            migrated_at datetime(6))
                        ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
                        COMMENT='Tenants; tenant_key is the id in lower case; times are UTC'\
                        """
                                .formatted(table)));
    }

    @Override
    public String insertOnce(String intoAndValues) {
        return "INSERT IGNORE " + intoAndValues;
    }

    /** MySQL has no such clause, and MariaDB not for every statement. */
    @Override
    public String returning(String columns) {
        return "";
    }

    @Override
    public String now() {
        return "utc_timestamp(6)";
    }

    @Override
    public @Nullable Instant time(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    @Override
    public Identifier historySchema(Handle handle, Placement place) {
        return MySqlCatalog.databaseOf(place);
    }

    /** Until the session is made new. */
    @Override
    public void lockHistory(Handle handle, TableName history) {
        boolean locked =
                handle.select(
                                "SELECT GET_LOCK(?, @@lock_wait_timeout) = 1",
                                "Flyway-" + history.toString().hashCode())
                        .mapTo(Boolean.class)
                        .one();
        if (!locked) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "somebody else migrates %s longer than lock_timeout"
                            .formatted(history.schema().name()));
        }
    }

    @Override
    public List<Identifier> having(Handle handle, List<Identifier> schemas, String table) {
        return MySqlCatalog.having(handle, schemas, table);
    }

    @Override
    public void createHistory(Handle handle, TableName history) throws SQLException {
        Database.run(
                handle,
                Statement.of(
                        """
                        CREATE TABLE %s (
                            installed_rank INT NOT NULL,
                            version VARCHAR(50),
                            description VARCHAR(200) NOT NULL,
                            type VARCHAR(20) NOT NULL,
                            script VARCHAR(1000) NOT NULL,
                            checksum INT,
                            installed_by VARCHAR(100) NOT NULL,
                            installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
                            execution_time INT NOT NULL,
                            success BOOL NOT NULL,
                            CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank),
                            KEY flyway_schema_history_s_idx (success))
                        ENGINE=InnoDB\
                        """
                                .formatted(history)));
    }

    @Override
    public String currentDatabase() {
        return "coalesce(database(), '')";
    }

    @Override
    public String login() {
        return "substring_index(user(), '@', 1)";
    }

    @Override
    public ScriptRunner scripts() {
        return new MySqlScripts(this);
    }

    @Override
    public Lexis lexis() {
        return new MySqlLexis();
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        statement.setObject(index, MySqlValues.of(value));
    }
}
