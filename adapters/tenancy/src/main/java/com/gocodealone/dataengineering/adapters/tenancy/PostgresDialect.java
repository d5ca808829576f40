package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/** PostgreSQL. Stateless. */
final class PostgresDialect implements Dialect {
    private static final Statement LEAVE =
            Statement.of(
                    "SET CONSTRAINTS ALL IMMEDIATE; RESET ALL; RESET ROLE; DISCARD TEMP; SELECT"
                            + " pg_advisory_unlock_all()");

    private static final long FLYWAYS_LOCK = 77_431_708_279_161L;

    /** What libpq calls otherwise than the driver. */
    private static final Map<String, String> RENAMED =
            Map.of(
                    "connect_timeout=", "connectTimeout=",
                    "application_name=", "ApplicationName=",
                    "target_session_attrs=", "targetServerType=",
                    "channel_binding=", "channelBinding=");

    /**
     * Server-side prepared statements are off, so that a pooler between here and the server may
     * give every transaction another session. Of a parameter that is given twice the last one
     * counts, which is the user's.
     */
    @Override
    public DataSource source(DatabaseUrl url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        String name = URLEncoder.encode(url.database(), StandardCharsets.UTF_8).replace("+", "%20");
        source.setURL(
                "jdbc:postgresql://%s/%s?connectTimeout=%d&ApplicationName=data-engineering&tcpKeepAlive=true&%s"
                        .formatted(
                                url.servers(),
                                name,
                                DatabaseUrl.CONNECT_SECONDS,
                                renamed(url.parameters())));
        source.setPrepareThreshold(0);
        source.setUser(url.user());
        source.setPassword(url.password());
        try {
            source.setProperty("stringtype", "unspecified");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return source;
    }

    private static String renamed(String parameters) {
        String names = parameters;
        for (Map.Entry<String, String> one : RENAMED.entrySet()) {
            names = names.replace(one.getKey(), one.getValue());
        }
        return names;
    }

    @Override
    public String isolationLevel() {
        return "TRANSACTION_READ_COMMITTED";
    }

    @Override
    public Statement lockTimeout(Duration patience) {
        return timeout("lock_timeout", patience);
    }

    @Override
    public Statement statementTimeout(Duration limit) {
        return timeout("statement_timeout", limit);
    }

    @Override
    public Statement timeouts(Duration patience, Duration limit) {
        return Statement.of(
                "SELECT set_config('lock_timeout', ?, true), set_config('statement_timeout', ?,"
                        + " true)",
                patience.toMillis() + "ms",
                limit.toMillis() + "ms");
    }

    private static Statement timeout(String setting, Duration duration) {
        return Statement.of(
                "SELECT set_config('%s', ?, true)".formatted(setting), duration.toMillis() + "ms");
    }

    @Override
    public Statement readOnly() {
        return Statement.of("SET TRANSACTION READ ONLY");
    }

    /** What waits for the end of the transaction is done before. */
    @Override
    public void leave(Handle handle) throws SQLException {
        Database.run(handle, LEAVE);
    }

    @Override
    public boolean renew(Connection connection, DatabaseUrl url) {
        return true;
    }

    @Override
    public List<Statement> holdStill(String tenantId) {
        return gate("pg_advisory_xact_lock_shared", tenantId);
    }

    @Override
    public List<Statement> keepOut(String tenantId) {
        return gate("pg_advisory_xact_lock", tenantId);
    }

    private static List<Statement> gate(String function, String tenantId) {
        return List.of(
                Statement.of(
                        "SELECT %s(hashtext('data_engineering.tenant'), hashtext(?))"
                                .formatted(function),
                        tenantId));
    }

    @Override
    public boolean isThere(Handle handle, Placement place) {
        return PostgresCatalog.isThere(handle, place);
    }

    @Override
    public boolean isThere(Handle handle, TableName table) {
        return PostgresCatalog.isThere(handle, table);
    }

    @Override
    public List<String> outsideUsersOf(Handle handle, Placement place) {
        return place instanceof Placement.OwnSchema own
                ? PostgresCatalog.outsideUsersOf(handle, own)
                : List.of();
    }

    @Override
    public List<Inventory.Found> tables(Handle handle, Placement place) {
        return PostgresCatalog.tables(handle, place);
    }

    @Override
    public void copy(Handle handle, TableName table, OutputStream out)
            throws SQLException, IOException {
        handle.getConnection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "COPY (SELECT * FROM %s) TO STDOUT WITH (FORMAT csv, HEADER)"
                                .formatted(table),
                        out);
    }

    @Override
    public void createRegistry(Handle handle, TableName table) {
        handle.select("SELECT pg_advisory_xact_lock(hashtext(?))", table.plain())
                .mapTo(String.class)
                .list();
        if (isThere(handle, table)) {
            return;
        }
        Placement schema = new Placement.OwnSchema(table.schema(), List.of());
        if (!isThere(handle, schema)) {
            handle.execute("CREATE SCHEMA " + table.schema());
        }
        handle.execute(
                """
                CREATE TABLE %s (
                    tenant_key text PRIMARY KEY,
                    tenant_id text NOT NULL,
                    strategy text NOT NULL,
                    place text NOT NULL,
                    state text NOT NULL,
                    version text,
                    created_at timestamptz NOT NULL DEFAULT now(),
                    changed_at timestamptz NOT NULL DEFAULT now(),
                    migrated_at timestamptz)\
                """
                        .formatted(table));
        handle.execute(
                "COMMENT ON TABLE %s IS 'Tenants; tenant_key is the id in lower case'"
                        .formatted(table));
    }

    @Override
    public String insertOnce(String intoAndValues) {
        return "INSERT %s ON CONFLICT DO NOTHING".formatted(intoAndValues);
    }

    @Override
    public String returning(String columns) {
        return " RETURNING " + columns;
    }

    @Override
    public String now() {
        return "now()";
    }

    @Override
    public @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public Identifier historySchema(Handle handle, Placement place) {
        return switch (place) {
            case Placement.OwnSchema own -> own.schema();
            case Placement.OwnDatabase _, Placement.SharedRows _ ->
                    new Identifier(
                            handle.select("SELECT coalesce(current_schema(), 'public')")
                                    .mapTo(String.class)
                                    .one());
        };
    }

    /** Until the transaction ends. */
    @Override
    public void lockHistory(Handle handle, TableName history) throws SQLException {
        Database.run(
                handle,
                Statement.of(
                        "SELECT pg_advisory_xact_lock(?)",
                        FLYWAYS_LOCK + history.toString().hashCode()));
    }

    @Override
    public List<Identifier> having(Handle handle, List<Identifier> schemas, String table) {
        return PostgresCatalog.having(handle, schemas, table);
    }

    @Override
    public void createHistory(Handle handle, TableName history) throws SQLException {
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
                                .formatted(history)));
    }

    @Override
    public String currentDatabase() {
        return "current_database()::text";
    }

    @Override
    public String login() {
        return "session_user::text";
    }

    @Override
    public ScriptRunner scripts() {
        return new PostgresScripts(this);
    }

    @Override
    public Lexis lexis() {
        return new PostgresLexis();
    }

    /** As text: the statement says what type it has there. */
    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        statement.setString(index, Values.literal(value));
    }
}
