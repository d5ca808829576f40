package com.gocodealone.dataengineering.adapters.testing;

import com.gocodealone.dataengineering.adapters.cdc.tck.BeforeImage;
import com.gocodealone.dataengineering.adapters.cdc.tck.RowChange;
import com.gocodealone.dataengineering.adapters.cdc.tck.SourceFixture;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A database of the test's own behind a network that can be cut. Which provider reads it, with
 * which options, a subclass says.
 */
public abstract class DatabaseFixture implements SourceFixture {
    /** Of the user that a source connects as. */
    protected static final String PASSWORD = "hunter2";

    private final DatabaseServer server;
    private final Dialect dialect;
    private final TcpProxy network;

    /** The fixture closes {@code server}. */
    protected DatabaseFixture(DatabaseServer server, Dialect dialect) throws SQLException {
        this.server = server;
        this.dialect = dialect;
        this.network = TcpProxy.to(server.port());
        for (String statement : dialect.users(PASSWORD)) {
            server.execute(statement);
        }
    }

    /** A database through the network, such as {@code postgres://cdc:…@127.0.0.1:5432/shop}. */
    protected final String dsn(String scheme) {
        return "%s://cdc:%s@127.0.0.1:%d/%s"
                .formatted(scheme, PASSWORD, network.port(), dialect.database());
    }

    @Override
    public TableId create(String name) throws SQLException {
        for (String statement : dialect.table(name)) {
            server.execute(statement);
        }
        return new TableId(dialect.schema(), name);
    }

    @Override
    public void commit(TableId table, List<RowChange> changes) throws SQLException {
        try (Connection connection = server.connect()) {
            connection.setAutoCommit(false);
            for (RowChange change : changes) {
                execute(connection, table, change);
            }
            connection.commit();
        }
    }

    private static void execute(Connection connection, TableId table, RowChange change)
            throws SQLException {
        String name = table.name();
        switch (change) {
            case RowChange.Insert(long id, String note) ->
                    execute(
                            connection,
                            "INSERT INTO \"" + name + "\" (note, id) VALUES (?, ?)",
                            note,
                            id);
            case RowChange.Update(long id, String note) ->
                    execute(
                            connection,
                            "UPDATE \"" + name + "\" SET note = ? WHERE id = ?",
                            note,
                            id);
            case RowChange.Delete(long id) ->
                    execute(connection, "DELETE FROM \"" + name + "\" WHERE id = ?", id);
        }
    }

    private static void execute(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    @Override
    public Map<String, @Nullable Object> commitSample(TableId table, long id) throws SQLException {
        server.execute(
                """
                INSERT INTO "%s" (id, note, amount, ratio, whole, day, moment)
                VALUES (%d, 'Ωmega', 12345678901234567890.1200, 0.1, 9007199254740993, \
                '2024-02-29', '2024-07-01 12:00:00.123456')
                """
                        .formatted(table.name(), id));
        return Map.of(
                "amount",
                "12345678901234567890.1200",
                "ratio",
                0.1,
                "whole",
                9007199254740993L,
                "day",
                day(),
                "moment",
                moment());
    }

    /** How a day arrives. */
    protected String day() {
        return "2024-02-29";
    }

    /** How a moment of a column without a zone arrives. */
    protected String moment() {
        return "2024-07-01T12:00:00.123456";
    }

    @Override
    public BeforeImage before() {
        return BeforeImage.ROW;
    }

    @Override
    public String secret() {
        return PASSWORD;
    }

    @Override
    public int connections() {
        return network.connections();
    }

    @Override
    public void cut() {
        network.cut();
    }

    @Override
    public void heal() {
        network.heal();
    }

    @Override
    public void close() {
        network.close();
        server.close();
    }

    /** Where databases differ. */
    public enum Dialect {
        /** Every update and delete sends the whole row before it. */
        POSTGRES("postgres", "public", "text", "timestamp(6)"),
        MARIADB("shop", "shop", "longtext", "datetime(6)");

        private final String database;
        private final String schema;
        private final String text;
        private final String moment;

        Dialect(String database, String schema, String text, String moment) {
            this.database = database;
            this.schema = schema;
            this.text = text;
            this.moment = moment;
        }

        String database() {
            return database;
        }

        String schema() {
            return schema;
        }

        private List<String> users(String password) {
            return switch (this) {
                case POSTGRES ->
                        List.of(
                                "CREATE ROLE cdc SUPERUSER LOGIN PASSWORD '%s'"
                                        .formatted(password));
                case MARIADB ->
                        List.of(
                                "CREATE USER cdc@'%%' IDENTIFIED BY '%s'".formatted(password),
                                "GRANT ALL ON *.* TO cdc@'%'");
            };
        }

        private List<String> table(String name) {
            String create =
                    """
                    CREATE TABLE "%s" (id bigint PRIMARY KEY, note %s, amount decimal(30,4),
                    ratio double precision, whole bigint, day date, moment %s)
                    """
                            .formatted(name, text, moment);
            return switch (this) {
                case POSTGRES ->
                        List.of(create, "ALTER TABLE \"%s\" REPLICA IDENTITY FULL".formatted(name));
                case MARIADB -> List.of(create);
            };
        }
    }
}
